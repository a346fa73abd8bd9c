// Package convert converts files that only LibreOffice can read, such as those of
// Word before 2007, to .docx.
//
// LibreOffice runs in a process of its own for each file, limited in time, memory and
// output, with a profile that disables macros, external links and the network.
package convert

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/extract/sandbox"
)

// ErrMissing means that LibreOffice is not installed.
var ErrMissing = errors.New("LibreOffice is not installed")

const (
	maxTime      = 2 * time.Minute // elapsed; a file takes three seconds
	maxCPU       = time.Minute     // of each process
	maxMemory    = 4 << 30         // bytes of address space, of which LibreOffice takes one GiB to start
	maxOutput    = 48 << 20        // bytes of a file
	maxProcesses = 64              // and threads at once; a file takes nine
)

// together bounds what its processes take at once.
var together = sandbox.Within{Processes: 4 * maxProcesses, Memory: 2 << 30, Disk: 256 << 20, Files: 5000}

// Office is an installed LibreOffice. It is safe for concurrent use.
type Office struct {
	path     string
	time     time.Duration
	within   sandbox.Within
	launcher sandbox.Launcher
}

// Find finds LibreOffice on this machine, to be started by a launcher.
func Find(launcher sandbox.Launcher) (*Office, error) {
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return &Office{path: path, time: maxTime, within: together, launcher: launcher}, nil
		}
	}
	return nil, fmt.Errorf("%w: install it, on Debian and Ubuntu with: apt-get install libreoffice-writer-nogui", ErrMissing)
}

// DOCX converts a file to .docx. The extension, such as ".doc", tells LibreOffice the
// format.
func (o *Office) DOCX(ctx context.Context, file []byte, extension string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "rostrum-convert-")
	if err != nil {
		return nil, fmt.Errorf("convert: %w", err)
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "in"+extension), filepath.Join(dir, "out")
	if err := errors.Join(os.WriteFile(in, file, 0o600), writeProfile(dir)); err != nil {
		return nil, fmt.Errorf("convert: %w", err)
	}
	said, err := o.run(ctx, dir, "--convert-to", "docx:MS Word 2007 XML", "--outdir", out, in)
	if err != nil {
		return nil, fmt.Errorf("convert: %w", err)
	}
	b, err := read(ctx, dir, "out", "in.docx")
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, corpus.ErrNotText.Errorf("LibreOffice cannot read the file%s; open it in a word processor and save it as .docx or PDF", said)
	case err != nil:
		return nil, fmt.Errorf("convert: %w", err)
	}
	return b, nil
}

// run runs LibreOffice, and returns its error output for a message.
func (o *Office) run(ctx context.Context, dir string, args ...string) (said string, err error) {
	ctx, cancel := context.WithTimeout(ctx, o.time)
	defer cancel()
	starter, err := sandbox.NewStarter(o.launcher, sandbox.Rights{
		Read: o.home(), Write: []string{dir}, Sockets: pipes, Processes: maxProcesses, CPU: maxCPU, Memory: maxMemory, FileSize: maxOutput,
	})
	if err != nil {
		return "", err
	}
	defer starter.Close()
	words, err := o.start(ctx, starter, dir, args)
	// With a profile that is new it starts a second time, and finds the socket of
	// the first in its way. Now its profile is not new.
	if removePipe(dir) && err != nil && !errors.Is(err, sandbox.ErrExceeded) {
		words, err = o.start(ctx, starter, dir, args)
		removePipe(dir)
	}
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "", corpus.ErrOverLimit.Errorf("LibreOffice took more than %v", o.time)
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, sandbox.ErrExceeded):
		return "", corpus.ErrOverLimit.Errorf("LibreOffice was ended: %v", err)
	case err != nil:
		return "", corpus.ErrNotText.Errorf("LibreOffice broke down at the file (%w%s)", err, words)
	}
	return words.String(), nil
}

// start runs LibreOffice once and waits for it.
func (o *Office) start(ctx context.Context, starter *sandbox.Starter, dir string, args []string) (*tail, error) {
	args = append([]string{
		"-env:UserInstallation=" + address(dir), "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
	}, args...)
	cmd := exec.CommandContext(ctx, o.path, args...)
	cmd.Dir = dir
	cmd.Env = []string{
		"LD_LIBRARY_PATH=" + filepath.Dir(o.program()), // the linker cannot read from /proc where the program is
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_CACHE_HOME=" + dir, "TMPDIR=" + dir, "LC_ALL=C.UTF-8", "SAL_USE_VCLPLUGIN=svp",
	}
	cmd.WaitDelay = time.Second
	cmd.Cancel = func() error { sandbox.Kill(cmd); return nil }
	words := &tail{}
	cmd.Stderr = words
	if err := starter.Start(cmd); err != nil {
		return words, err
	}
	within := o.within
	within.Folder = dir
	return words, sandbox.WaitWithin(cmd, within)
}

// program returns the path of the executable, without links.
func (o *Office) program() string {
	if program, err := filepath.EvalSymlinks(o.path); err == nil {
		return program
	}
	return o.path
}

// home returns the installation folder, if it is not in one of the system's folders.
func (o *Office) home() []string { return []string{filepath.Dir(filepath.Dir(o.program()))} }

// read reads a file that LibreOffice has written. A compromised LibreOffice may have
// left a link or a pipe in its place, to have us read what it cannot: only regular
// files are read, and no link is followed. LibreOffice has ended by then.
func read(ctx context.Context, dir, folder, name string) (_ []byte, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	path := filepath.Join(folder, name)
	for _, want := range []struct {
		path string
		kind fs.FileMode
	}{{folder, fs.ModeDir}, {path, 0}} {
		s, err := root.Lstat(want.path)
		switch {
		case err != nil:
			return nil, err
		case s.Mode().Type() != want.kind:
			return nil, corpus.ErrNotText.Errorf("LibreOffice left no file, but a %v", s.Mode().Type())
		}
	}
	f, err := root.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	s, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case s.Size() >= maxOutput: // at the size limit, so probably cut
		return nil, corpus.ErrOverLimit.Errorf("LibreOffice made more than %d MiB of the file", maxOutput>>20)
	}
	b := make([]byte, s.Size())
	_, err = io.ReadFull(reader{ctx, f}, b)
	return b, err
}

// reader reads until its context ends.
type reader struct {
	ctx context.Context //nolint:containedctx // it lives for one call
	r   io.Reader
}

func (r reader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(b)
}

// tail keeps the first bytes of LibreOffice's error output.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	if room := 4096 - len(t.b); room > 0 {
		t.b = append(t.b, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(t.b)), "\n")
	if line == "" {
		return ""
	}
	return ": " + line
}
