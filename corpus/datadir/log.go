package datadir

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
)

// The write-ahead log of SQLite: a header of 32 bytes, and for each page written a frame
// of a header of 24 bytes and the page. Each checksum goes on from the one before. See
// https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
const (
	logHeader   = 32
	frameHeader = 24
	logMagic    = 0x377f0682 // with the lowest bit set, checksums are of big-endian words
)

// logTries is how often a log that looks damaged is read: it may be being written.
const logTries = 3

// LogDamaged reports whether the log beside a database has been damaged since it was
// written: SQLite takes a frame that does not match its checksum for the end of the log,
// as after a crash, and silently goes back to what was written before. A crash can only
// damage the last transaction. So the log is damaged if a transaction that does not match
// is followed by one that does: that one began when the former was on disk.
func LogDamaged(database string) (bool, error) {
	var before []byte
	for range logTries {
		log, err := os.ReadFile(database + "-wal")
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if !logDamaged(log) {
			return false, nil
		}
		if bytes.Equal(log, before) {
			return true, nil
		}
		before = log
	}
	return false, nil // somebody writes to it, whose connection knows what is in it
}

func logDamaged(log []byte) bool {
	if len(log) < logHeader+frameHeader {
		return false
	}
	// Where the header itself is damaged, what it says is known otherwise: SQLite's pages
	// have 4,096 bytes unless told otherwise, and each frame repeats the salts.
	var words binary.ByteOrder = binary.LittleEndian
	size := 4096
	sum := checksum{words: words}
	header := log[:logHeader]
	magic := binary.BigEndian.Uint32(header)
	sound := magic&^1 == logMagic
	if sound {
		if magic&1 == 1 {
			sum.words = binary.BigEndian
		}
		size = int(binary.BigEndian.Uint32(header[8:]))
		sum.add(header[:24])
		sound = sum.is(header[24:]) && size >= 512 && size <= 1<<16
	}
	salts := header[16:24]
	if !sound {
		sum.words, size, salts = words, 4096, log[logHeader+8:logHeader+16]
	}

	bad := !sound
	committed := false // a transaction with a frame that does not match has ended
	for frames := log[logHeader:]; len(frames) >= frameHeader+size; frames = frames[frameHeader+size:] {
		head, page := frames[:frameHeader], frames[frameHeader:frameHeader+size]
		sum.add(head[:8])
		sum.add(page)
		matches := sum.is(head[16:]) && bytes.Equal(head[8:16], salts)
		if matches && committed {
			return true
		}
		bad = bad || !matches
		// The last frame of a transaction has the size of the database.
		if bad && bytes.Equal(head[8:16], salts) && binary.BigEndian.Uint32(head[4:]) != 0 {
			committed = true
		}
		// The next is compared with what this one says, whether or not it is so.
		sum.a, sum.b = binary.BigEndian.Uint32(head[16:]), binary.BigEndian.Uint32(head[20:])
	}
	return false
}

// checksum is that of SQLite's log.
type checksum struct {
	words binary.ByteOrder
	a, b  uint32
}

// add goes on with bytes, whose number is divisible by eight.
func (c *checksum) add(b []byte) {
	for ; len(b) >= 8; b = b[8:] {
		c.a += c.words.Uint32(b) + c.b
		c.b += c.words.Uint32(b[4:]) + c.a
	}
}

func (c *checksum) is(stored []byte) bool {
	return c.a == binary.BigEndian.Uint32(stored) && c.b == binary.BigEndian.Uint32(stored[4:])
}
