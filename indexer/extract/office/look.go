package office

import (
	"strconv"
	"strings"

	"rostrum/indexer/extract/run"
)

// look is how characters look, by all that is said of them: by a style, by
// those that the style is based on, and on the spot.
type look struct {
	set, said run.Set // said are the bits of set that something was said of
	ink       colour  // of the letters
	behind    colour  // of what lies beneath them
}

// colour is one that is said; the zero value is none.
type colour struct {
	said, mixed      bool
	red, green, blue uint8
}

// mixed is a colour of which no more is known than that it is said.
var mixed = colour{said: true, mixed: true}

// white is what lies beneath text of which nothing else is said.
var white = rgb(255, 255, 255)

func rgb(red, green, blue uint8) colour {
	return colour{said: true, red: red, green: green, blue: blue}
}

// say sets one of the ways of setting characters, or takes it back.
func (l *look) say(set run.Set, on bool) {
	l.said |= set
	l.set &^= set
	if on {
		l.set |= set
	}
}

// over is a look on top of another: what it says nothing of shines through.
func (l look) over(base look) look {
	l.set |= base.set &^ l.said
	l.said |= base.said
	if !l.ink.said {
		l.ink = base.ink
	}
	if !l.behind.said {
		l.behind = base.behind
	}
	return l
}

// shown is how the characters are set, hidden too if their colour is that of
// what lies beneath. Boxes and tables may have a colour that is said
// elsewhere: there, only what the text itself says of it counts.
func (l look) shown(elsewhere bool) run.Set {
	behind := l.behind
	if !behind.said && !elsewhere {
		behind = white
	}
	if l.ink.said && behind.said && l.ink.near(behind) {
		return l.set | run.Hidden
	}
	return l.set
}

// sameColour is how far the parts of two colours may be apart that no eye can
// tell from each other.
const sameColour = 8

func (c colour) near(d colour) bool {
	apart := func(a, b uint8) bool { return max(a, b)-min(a, b) > sameColour }
	return !c.mixed && !d.mixed && !apart(c.red, d.red) && !apart(c.green, d.green) && !apart(c.blue, d.blue)
}

// hexColour reads six hexadecimal digits, with or without #; all else is none.
func hexColour(s string) colour {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(strings.TrimPrefix(s, "#")) != 6 {
		return colour{}
	}
	return rgb(uint8(n>>16), uint8(n>>8), uint8(n))
}

// sheet holds the styles of a document by name.
type sheet map[string]style

// style is what a named style says of its text.
type style struct {
	look
	list  listPlace
	based string
}

const (
	maxStyles = 10_000
	maxBased  = 12 // styles based on each other
)

// resolve adds to each style what it takes over from the one it is based on.
func (s sheet) resolve() {
	for name := range s {
		s[name] = s.resolved(name, 0)
	}
}

func (s sheet) resolved(name string, depth int) style {
	st, ok := s[name]
	if !ok || st.based == "" || depth > maxBased {
		return st
	}
	base := s.resolved(st.based, depth+1)
	st.look = st.over(base.look)
	if st.list.list == "" {
		st.list = base.list
	}
	st.based = ""
	return st
}
