//go:build linux

package extract

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"image"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"rostrum/corpus"
	"rostrum/indexer/extract/convert"
	"rostrum/indexer/extract/ocr"
	"rostrum/indexer/extract/sandbox"
	"rostrum/indexer/extract/sandbox/sandboxtest"
	"rostrum/internal/faults"
	"rostrum/internal/gold"
)

// attemptsPage is where the table of what hostile code could do is written to.
var attemptsPage = flag.String("write", "", "write the table of TestFaultEscape into this page of the documentation")

// played lets this binary be what the tests of escapes need beside them: the
// service, and hostile code in the place of each reader.
func played(args []string) bool {
	name := filepath.Base(args[0])
	switch {
	case args[1] == "hostile-worker":
		hostileWorker(args[2], args[3])
	case args[1] == "hostile" && len(args) > 2:
		fmt.Print(try(world(args[2])))
	case args[1] == "service":
		service(args[2])
	case args[1] == "launch-bare" && !strings.Contains(args[3], `"probe":true`): // as on machines that refuse namespaces
		abi, err := strconv.Atoi(args[2])
		if err == nil {
			err = sandbox.Launch(args[3:], abi)
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	case args[1] == "launch-bare":
		os.Exit(1)
	case name == "tesseract" && args[1] == "--version":
		fmt.Println("tesseract 5.9")
	case name == "tesseract" && args[1] == "--list-langs":
		fmt.Println("List of available languages (1):\neng")
	case name == "tesseract":
		fmt.Fprint(os.Stderr, try(world(worldBeside(args[0]))))
		os.Exit(3)
	case name == "soffice":
		w := world(worldBeside(args[0]))
		w.Free, _ = os.Getwd()
		out := filepath.Join(w.Free, "out")
		if err := os.Mkdir(out, 0o700); err == nil {
			err = os.WriteFile(filepath.Join(out, "in.docx"), []byte(try(w)), 0o600)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	default:
		return false
	}
	return true
}

func worldBeside(program string) string {
	b, err := os.ReadFile(filepath.Join(filepath.Dir(program), "world"))
	if err != nil {
		panic(err)
	}
	return string(b)
}

func world(told string) (w sandboxtest.World) {
	if err := json.Unmarshal([]byte(told), &w); err != nil {
		panic(err)
	}
	return w
}

func try(w sandboxtest.World) string {
	return "it could: " + strings.Join(sandboxtest.Try(w), ", ")
}

// hostileWorker is a worker that reads like all others, and then tries to escape, as
// exploited code would. It answers with the attempts that were not refused.
func hostileWorker(told, engines string) {
	limitWorker()
	wo := worker{config: WorkConfig{CacheDir: engines}}
	r := bufio.NewReader(os.Stdin)
	for {
		var req request
		if err := readMessage(r, maxHeader, &req); err != nil {
			return
		}
		var body []byte
		if req.Body {
			body, _ = readFrame(r, defaultMaxBytes)
		}
		ans, _ := wo.answer(context.Background(), req, body)
		if req.Op != opPrepare {
			said := try(world(told))
			if ans.Failure != nil {
				said = ans.Failure.Message
			}
			ans = answer{Failure: newFailure(errors.New(said))}
		}
		if writeAnswer(os.Stdout, ans, nil) != nil {
			return
		}
	}
}

// inMemory is a byte in the memory of the service.
var inMemory = byte('x')

// service is the service under attack. It prints its World as JSON, and
// writes "here" to every connection.
func service(data string) {
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	check(err)
	stream, err := net.Listen("unix", filepath.Join(data, "stream"))
	check(err)
	datagram, err := net.ListenPacket("unixgram", filepath.Join(data, "datagram"))
	check(err)
	abstract, err := net.Listen("unix", "@rostrum-test-"+strconv.Itoa(os.Getpid()))
	check(err)
	for _, l := range []net.Listener{tcp, stream, abstract} {
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					continue // without access to files
				}
				fmt.Fprint(c, "here")
				c.Close()
			}
		}()
	}
	check(json.NewEncoder(os.Stdout).Encode(sandboxtest.World{
		Data: data, Process: os.Getpid(), Address: uintptr(unsafe.Pointer(&inMemory)), TCP: tcp.Addr().String(), UDP: udp.LocalAddr().String(),
		Stream: stream.Addr().String(), Datagram: datagram.LocalAddr().String(), Abstract: abstract.Addr().String(), Mark: "ROSTRUM_MARK=" + strconv.Itoa(os.Getpid()),
	}))
	_, _ = io.Copy(io.Discard, os.Stdin) // until nobody needs it
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// victim is a running service and its original state.
type victim struct {
	sandboxtest.World
	before string
}

func startVictim(t *testing.T) *victim {
	t.Helper()
	data := short(t)
	for name, content := range map[string]string{sandboxtest.Catalog: "catalogue", sandboxtest.Doomed: ""} {
		if err := os.WriteFile(filepath.Join(data, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "service", data)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	v := &victim{}
	t.Cleanup(func() {
		in.Close()
		_ = cmd.Wait()
		for _, pid := range v.left() {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	})
	if err := json.NewDecoder(out).Decode(&v.World); err != nil {
		t.Fatal(err)
	}
	// As a careless parent would leave it open to its children.
	if v.Open, err = syscall.Open(filepath.Join(data, sandboxtest.Catalog), syscall.O_RDONLY, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(v.Open) })
	v.before = v.state(t)
	return v
}

// short creates a folder whose path is short enough for sockets.
func short(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "rostrum-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

// left returns the processes that hostile code has left behind.
func (v *victim) left() (pids []int) {
	environments, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range environments {
		b, err := os.ReadFile(path)
		if err != nil || !slices.Contains(strings.Split(string(b), "\x00"), v.Mark) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// state returns everything of the service that hostile code might change.
func (v *victim) state(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	files, err := os.ReadDir(v.Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		s, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, f.Name(), s.Mode(), s.Size(), s.ModTime(), s.Sys().(*syscall.Stat_t).Uid, s.Sys().(*syscall.Stat_t).Nlink)
	}
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", v.Process))
	if err != nil {
		t.Fatal(err)
	}
	b.Write(limits)
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", v.Process))
	if err != nil {
		t.Fatal(err)
	}
	// Priority, niceness and scheduling policy; see proc(5).
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	for _, n := range []int{18, 19, 41} {
		fmt.Fprintf(&b, "%s ", fields[n-3])
	}
	return b.String()
}

// well checks that the service responds, that nothing of it has changed, and that no
// processes were left behind.
func (v *victim) well(t *testing.T) {
	t.Helper()
	c, err := net.DialTimeout("tcp", v.TCP, 5*time.Second)
	if err != nil {
		t.Fatalf("the service does not answer: %v", err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(c); string(b) != "here" {
		t.Errorf("the service answers %q, %v", b, err)
	}
	if now := v.state(t); now != v.before {
		t.Errorf("the service was\n%s\nand is\n%s", v.before, now)
	}
	if pids := v.left(); len(pids) > 0 {
		t.Errorf("processes were left behind: %v", pids)
	}
}

// program installs this binary under another name in a folder, with a description of
// the world next to it.
func program(t *testing.T, v *victim, name string) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "bin")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	told, err := json.Marshal(v.World)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(folder, name), b, 0o755), os.WriteFile(filepath.Join(folder, "world"), told, 0o644)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// readers are the ways in which hostile code takes the place of each reader, and what
// that reader is allowed. run returns the output of the reader.
var readers = []struct {
	name string
	run  func(*testing.T, *victim, sandbox.Launcher) string
	left []string // attempts that may succeed
	bare []string // further attempts that may succeed without namespaces
}{
	{"worker", asWorker, nil, nil},
	{"tesseract", asTesseract, nil, []string{
		"see how large the catalogue is", "ask whether the catalogue is there",
	}},
	{"LibreOffice", asLibreOffice, []string{"run a program", "start a process that stays", "listen by a name"}, []string{
		"see how large the catalogue is", "ask whether the catalogue is there", "start two hundred processes",
	}},
}

func asWorker(t *testing.T, v *victim, l sandbox.Launcher) string {
	told, err := json.Marshal(v.World)
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(Config{Launcher: l, Command: []string{os.Args[0], "hostile-worker", string(told), compiled()}, EngineDir: compiled(), OCR: OCRNever})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	_, err = e.Extract(t.Context(), corpus.Document{Bytes: []byte("<p>" + strings.Join(speech, " ") + "</p>")})
	return fmt.Sprint(err)
}

func asTesseract(t *testing.T, v *victim, l sandbox.Launcher) string {
	t.Setenv("PATH", program(t, v, "tesseract"))
	e, err := ocr.Find(t.Context(), l, "")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	_, err = e.Read(t.Context(), image.NewGray(image.Rect(0, 0, 40, 20)), 200, []string{"eng"})
	return fmt.Sprint(err)
}

func asLibreOffice(t *testing.T, v *victim, l sandbox.Launcher) string {
	t.Setenv("PATH", program(t, v, "soffice"))
	o, err := convert.Find(l)
	if err != nil {
		t.Fatal(err)
	}
	b, err := o.DOCX(t.Context(), []byte("a"), ".doc")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// could returns the attempts that succeeded according to the output.
func could(t *testing.T, said string) []string {
	t.Helper()
	_, list, ok := strings.Cut(said, "it could:")
	if !ok {
		t.Fatalf("it said %q", said)
	}
	if list = strings.TrimSpace(list); list == "" {
		return nil
	}
	return strings.Split(list, ", ")
}

// Hostile code in place of a reader, under that reader's policy, can do only what the
// reader needs, with any version of Landlock; and the processes it starts end with
// it.
func TestFaultEscape(t *testing.T) {
	note := faults.Begin(t, faults.Escape)
	t.Setenv(sandboxtest.Secret, "a secret")
	if os.Getenv(asNobody) == "" {
		t.Run("unconfined", escapeUnconfined)
	}
	full, bare := 0, 0
	done := map[string]map[string]bool{} // what a reader could by its name, and how it was started
	for _, abi := range []int{sandbox.NewestABI, 6, 3, 1, 0} {
		for _, kind := range []string{"launch", "launch-bare"} {
			l := sandbox.Launcher{os.Args[0], kind, strconv.Itoa(abi)}
			namespaces := sandbox.Examine(l).Namespaces
			if kind == "launch" && !namespaces {
				t.Logf("no namespaces: %v", sandbox.Examine(l).Lacks)
				continue
			}
			if kind == "launch-bare" && abi < 1 {
				continue // files are not protected here, and Examine says so
			}
			for _, r := range readers {
				t.Run(fmt.Sprintf("%s/%s/ABI %d", r.name, kind, abi), func(t *testing.T) {
					v := startVictim(t)
					want := slices.Clone(r.left)
					switch {
					case !namespaces:
						want = append(want, r.bare...)
					case os.Geteuid() == 0 && len(r.left) > 0 && os.Chown(short(t), 65534, 65534) != nil:
						// To the kernel, root of a namespace without other users is
						// root, whose processes it does not count.
						want = append(want, "start two hundred processes")
					}
					got := could(t, r.run(t, v, l))
					for _, what := range got {
						if done[r.name+kind] == nil {
							done[r.name+kind] = map[string]bool{}
						}
						done[r.name+kind][what] = true
					}
					slices.Sort(got)
					slices.Sort(want)
					if !slices.Equal(got, want) {
						t.Errorf("it could: %q, want %q", got, want)
					}
					v.well(t)
				})
				if namespaces {
					full++
				} else {
					bare++
				}
			}
		}
	}
	user := "as a user"
	if os.Geteuid() == 0 && os.Getenv(asNobody) == "" {
		user = "as root"
		t.Run("nobody", func(t *testing.T) {
			escapeAsNobody(t)
			user = "as root and as nobody" // it was not skipped
		})
	}
	note("%s: %d attempts in the place of 3 readers, with namespaces %d times and without %d times, under Landlock's ABI %d, 6, 3, 1 and, with namespaces, none: none got out, the service answered throughout",
		user, len(sandboxtest.Names()), full/len(readers), bare/len(readers), min(sandbox.NewestABI, sandbox.Examine(launcher).Landlock))
	if *attemptsPage != "" && !t.Failed() {
		if err := gold.WriteTable(*attemptsPage, "go test ./indexer/extract -run TestFaultEscape -write ../../docs/threat-model.md", attemptsTable(done)); err != nil {
			t.Error(err)
		}
	}
}

// attemptsTable says of each attempt by whom it could be made.
func attemptsTable(done map[string]map[string]bool) string {
	var b strings.Builder
	b.WriteString("| attempt | worker | tesseract | LibreOffice | each of them without namespaces |\n|---|---|---|---|---|\n")
	for _, name := range sandboxtest.Names() {
		fmt.Fprintf(&b, "| %s |", name)
		var bare []string
		for _, r := range readers {
			outcome := "refused"
			if done[r.name+"launch"][name] {
				outcome = "**contained**"
			}
			fmt.Fprintf(&b, " %s |", outcome)
			if done[r.name+"launch-bare"][name] {
				bare = append(bare, r.name)
			}
		}
		if outcome := strings.Join(bare, ", "); outcome != "" {
			fmt.Fprintf(&b, " **done by %s** |\n", outcome)
		} else {
			b.WriteString(" refused |\n")
		}
	}
	return b.String()
}

// Without confinement every attempt succeeds; otherwise the test would prove nothing.
func escapeUnconfined(t *testing.T) {
	v := startVictim(t)
	v.Free = t.TempDir()
	told, err := json.Marshal(v.World)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "hostile", string(told))
	for range v.Open - 3 {
		cmd.ExtraFiles = append(cmd.ExtraFiles, nil)
	}
	catalog, err := os.Open(filepath.Join(v.Data, sandboxtest.Catalog))
	if err != nil {
		t.Fatal(err)
	}
	defer catalog.Close()
	cmd.ExtraFiles = append(cmd.ExtraFiles, catalog)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	can := could(t, string(out))
	var not []string
	for _, name := range sandboxtest.Names() {
		if !slices.Contains(can, name) {
			not = append(not, name)
		}
	}
	switch {
	case len(not) > 0 && mighty(t):
		t.Errorf("without confinement it could not: %q", not)
	case len(can) < 40:
		t.Errorf("without confinement it could only: %q", can)
	}
}

// mighty reports whether this process has all the rights of root; in a container,
// root cannot load kernel modules.
func mighty(t *testing.T) bool {
	t.Helper()
	users, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		t.Fatal(err)
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var has [2]unix.CapUserData
	if err := unix.Capget(&header, &has[0]); err != nil {
		t.Fatal(err)
	}
	const needed = 1<<unix.CAP_SYS_ADMIN | 1<<unix.CAP_SYS_RESOURCE | 1<<unix.CAP_NET_RAW | 1<<unix.CAP_SYS_PTRACE | 1<<unix.CAP_SYS_CHROOT
	return has[0].Effective&needed == needed && slices.Equal(strings.Fields(string(users)), []string{"0", "0", "4294967295"})
}

// asNobody is set in the environment of a test that runs as nobody.
const asNobody = "ROSTRUM_TEST_AS_NOBODY"

// escapeAsNobody runs the test again as an unprivileged user.
func escapeAsNobody(t *testing.T) {
	folder := short(t)
	b, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	self := filepath.Join(folder, "extract.test")
	if err := errors.Join(os.WriteFile(self, b, 0o755), os.Chmod(folder, 0o755)); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(folder, "own")
	if err := os.Mkdir(own, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(own, 65534, 65534); err != nil {
		t.Skip(err) // root of a namespace without a user nobody
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run", "^TestFaultEscape$", "-test.v")
	cmd.Dir, cmd.Env = own, append(os.Environ(), asNobody+"=1", "TMPDIR="+own)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// If confinement is incomplete and required, nothing is read.
func TestRequireConfined(t *testing.T) {
	for kind, full := range map[string]bool{"launch": sandbox.Examine(launcher).Full(), "launch-bare": false} {
		l := sandbox.Launcher{os.Args[0], kind, strconv.Itoa(sandbox.NewestABI)}
		e, err := New(Config{Launcher: l, Command: []string{os.Args[0], "extract-worker", compiled()}, OCR: OCRNever, RequireConfined: true})
		if (err == nil) != full || err != nil && !strings.Contains(err.Error(), "namespaces") {
			t.Errorf("%s: %v", kind, err)
		}
		if e != nil {
			_ = e.Close()
		}
	}
}
