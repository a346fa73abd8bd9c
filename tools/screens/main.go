// Command screens takes the pictures of docs/screens: every screen of a service
// over the sample corpus, as it is on a desk in light and in dark, on a phone,
// and in Arabic. It needs chromium.
//
//	make screens
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// screens are the pages to photograph, each with content.
var screens = []struct{ name, address string }{
	{"home", "/?"},
	{"search", "/search?q=HRW+cooperation"},
	{"zero", "/search?q=vetting&session=ASP22"},
	{"statement", "/s/hrw-cooperation-asp20?q=cooperation"},
	{"page", "/s/hrw-cooperation-asp20/p/1?q=cooperation"},
	{"session", "/sessions/ASP20?"},
	{"topic", "/topics/cooperation?"},
	{"organization", "/organizations/hrw?"},
	{"organizations", "/organizations?"},
	{"quote", "/quote?text=Cooperation+with+the+Court+can+be+seen+from+the+point+of+view+of+the+ministry,+a+prosecutor+or+a+person+who+survived+a+crime"},
	{"trends", "/trends?q=cooperation&q=victims&split=organization"},
	{"coverage", "/coverage?"},
	{"help", "/help?"},
	{"about", "/about?"},
	{"problem", "/search?q=victims+AND+%22access"},
}

// views are the window sizes, themes and languages.
var views = []struct {
	name, language, theme string
	width, height         int64
}{
	{"light", "en", "light", 1280, 960},
	{"dark", "en", "dark", 1280, 960},
	{"phone", "en", "light", 390, 844},
	{"arabic", "ar", "light", 1280, 960},
}

func main() {
	rostrum := flag.String("rostrum", "./rostrum", "the program whose pages are shown")
	out := flag.String("out", "docs/screens", "folder of the pictures")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *rostrum, *out); err != nil {
		fmt.Fprintln(os.Stderr, "screens:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rostrum, out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	base, ended, err := demo(ctx, rostrum)
	if err != nil {
		return err
	}
	defer func() { stop(); <-ended }()
	browser, closeBrowser := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.Flag("hide-scrollbars", true), chromedp.Flag("disable-background-networking", true))...)
	defer closeBrowser()
	tab, closeTab := chromedp.NewContext(browser)
	defer closeTab()
	for _, v := range views {
		if _, err := chromedp.Run(tab, chromedp.EmulateViewport(v.width, v.height)); err != nil {
			return fmt.Errorf("open chromium: %w", err)
		}
		theme := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: v.theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}}
		if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, theme); err != nil {
			return err
		}
		for _, s := range screens {
			if err := picture(tab, base+s.address+"&lang="+v.language, filepath.Join(out, s.name+"-"+v.name+".webp")); err != nil {
				return fmt.Errorf("%s in %s: %w", s.name, v.name, err)
			}
		}
	}
	return nil
}

// demo starts the service, and returns its address and a channel that is closed when
// it ends.
func demo(ctx context.Context, rostrum string) (base string, ended <-chan struct{}, err error) {
	command := exec.CommandContext(ctx, rostrum, "demo", "--addr", "127.0.0.1:0")
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 10 * time.Second
	stdout, err := command.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := command.Start(); err != nil {
		return "", nil, fmt.Errorf("start %s (make it with: make build): %w", rostrum, err)
	}
	done := make(chan struct{})
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if base = regexp.MustCompile(`http://[\d.:]+`).FindString(lines.Text()); base != "" {
			break
		}
	}
	go func() {
		defer close(done)
		for lines.Scan() { // read on, so that the service is not blocked
		}
		_ = command.Wait() // it is interrupted, and reports that
	}()
	if base == "" {
		return "", nil, errors.New("the service named no address")
	}
	return base, done, nil
}

// picture saves the visible part of a page.
func picture(tab context.Context, address, path string) error {
	quality := int64(80)
	take := func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		r, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: &quality})
		return r.Data, err
	}
	if _, err := chromedp.Run(tab, chromedp.Navigate(address)); err != nil {
		return err
	}
	content, err := chromedp.Run(tab, chromedp.Action[[]byte](take))
	if err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
