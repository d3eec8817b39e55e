package ffmpeg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"custos.dev/custos"
)

const allWalls = wallFiles | wallCalls | wallNetwork | wallUser | wallLimits

// TestMain has the tests start ffmpeg as the program does, whose memory is its own: that
// changes what a process may do to its children.
func TestMain(m *testing.M) {
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func needFFmpeg(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed: apt-get install ffmpeg")
	}
}

// only leaves the walls that are named, for a test.
func only(t *testing.T, w wall) {
	t.Helper()
	before := without
	without = allWalls &^ w
	t.Cleanup(func() { without = before })
}

// script puts a program by the name of ffmpeg before the real one.
func script(t *testing.T, text string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "ffmpeg"), []byte("#!/bin/sh\n"+text), 0o755); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// open lets every user into a test's directory: some of these processes have one of their own.
func open(t *testing.T, dir string) {
	t.Helper()
	for d := dir; strings.HasPrefix(d, os.TempDir()+"/"); d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// attack is something that ffmpeg is made to do by what it is fed, if it has a hole; here
// its own arguments, or a script in its place, stand for the hole.
type attack struct {
	// walls are those that stop it, each alone.
	walls []wall
	// prepare returns the process, and whether it did what it should not.
	prepare func(t *testing.T) (c *Cmd, worked func() bool)
}

var attacks = map[string]attack{
	"reads a file of its user": {[]wall{wallFiles, wallUser}, func(t *testing.T) (*Cmd, func() bool) {
		canary := filepath.Join(t.TempDir(), "canary")
		if err := os.WriteFile(canary, []byte("canary-91c2"), 0o600); err != nil {
			t.Fatal(err)
		}
		open(t, filepath.Dir(canary))
		var out bytes.Buffer
		c := &Cmd{Args: []string{"-v", "error", "-f", "data", "-i", "file:" + canary, "-map", "0:0", "-c", "copy", "-f", "data", "pipe:1"}, Stdout: &out}
		return c, func() bool { return strings.Contains(out.String(), "canary-91c2") }
	}},
	"writes a file": {[]wall{wallFiles, wallCalls, wallUser, wallLimits}, func(t *testing.T) (*Cmd, func() bool) {
		file := filepath.Join(t.TempDir(), "file")
		open(t, filepath.Dir(file))
		c := &Cmd{Args: []string{"-v", "error", "-f", "lavfi", "-i", "color=size=64x64", "-frames:v", "1", "-f", "rawvideo", "file:" + file}}
		return c, func() bool { st, err := os.Stat(file); return err == nil && st.Size() > 0 }
	}},
	"connects": {[]wall{wallFiles, wallCalls, wallNetwork}, func(t *testing.T) (*Cmd, func() bool) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		var came atomic.Bool
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				came.Store(true) // before it goes on
				conn.Close()
			}
		}()
		c := &Cmd{Args: []string{"-v", "error", "-f", "h264", "-i", "tcp://" + l.Addr().String(), "-f", "null", "-"}}
		return c, came.Load
	}},
	"starts a process": {[]wall{wallCalls}, func(t *testing.T) (*Cmd, func() bool) {
		script(t, "( echo started )\n")
		var out bytes.Buffer
		return &Cmd{Stdout: &out}, func() bool { return out.String() == "started\n" }
	}},
	"kills a process of its user": {[]wall{wallFiles, wallCalls, wallUser}, func(t *testing.T) (*Cmd, func() bool) {
		victim := exec.Command("sleep", "3600")
		if err := victim.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = victim.Process.Kill(); _ = victim.Wait() })
		script(t, fmt.Sprintf("kill -KILL %d && echo killed\n", victim.Process.Pid))
		var out bytes.Buffer
		return &Cmd{Stdout: &out}, func() bool { return out.String() == "killed\n" }
	}},
}

// TestAttack44ConfinedFFmpeg: what somebody who has taken ffmpeg over could try works
// without walls, fails with all of them, and with each single one that is meant to stop it.
func TestAttack44ConfinedFFmpeg(t *testing.T) {
	needFFmpeg(t)
	names := map[wall]string{wallFiles: "Landlock", wallCalls: "seccomp", wallNetwork: "a network of its own", wallUser: "a user of its own", wallLimits: "limits"}
	for name, a := range attacks {
		t.Run(name, func(t *testing.T) {
			try := func(t *testing.T, w wall) (worked bool, missing wall) {
				only(t, w)
				c, did := a.prepare(t)
				if err := c.Start(t.Context()); err != nil {
					t.Fatal(err)
				}
				_ = c.Wait() // it complains, or is killed
				return did(), c.missing & w
			}
			t.Run("without walls", func(t *testing.T) {
				if worked, _ := try(t, 0); !worked {
					t.Error("it fails without any wall: the test shows nothing")
				}
			})
			t.Run("with all", func(t *testing.T) {
				if worked, _ := try(t, allWalls); worked {
					t.Error("it worked")
				}
			})
			for _, w := range a.walls {
				t.Run("with "+names[w]+" only", func(t *testing.T) {
					worked, missing := try(t, w)
					if missing != 0 || w == wallUser && os.Geteuid() != 0 {
						t.Skip("this system does not let this user have the wall")
					}
					if worked {
						t.Error("it worked")
					}
				})
			}
		})
	}
}

// TestAttack44ConfinedProcess looks at a process from outside: what it has of ours, and
// what the kernel holds it to.
func TestAttack44ConfinedProcess(t *testing.T) {
	needFFmpeg(t)
	t.Setenv("CUSTOS_TEST_SECRET", "canary-91c2")
	// One that is not closed at an exec, as a careless shell leaves them.
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	leaked, err := unix.Open(secret, unix.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(leaked)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	c := &Cmd{Args: []string{"-v", "error", "-f", "h264", "-i", "pipe:0", "-f", "null", "-"}, Stdin: r, CPU: 90 * time.Second, Memory: 1 << 30}
	err = c.Start(t.Context())
	r.Close()
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", c.PID(), name))
		if err != nil {
			t.Error(err)
		}
		return string(b)
	}
	limits, status := read("limits"), read("status")
	environ := strings.Split(strings.TrimSuffix(read("environ"), "\x00"), "\x00")
	dir, derr := os.Readlink(fmt.Sprintf("/proc/%d/cwd", c.PID()))
	fds, ferr := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", c.PID()))
	var opened []string
	for _, fd := range fds {
		to, _ := os.Readlink(fd)
		opened = append(opened, to)
	}
	network, nerr := os.Readlink(fmt.Sprintf("/proc/%d/ns/net", c.PID()))
	w.Close()
	_ = c.Wait()
	if err := errors.Join(derr, ferr, nerr); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`Max address space +1073741824 +1073741824 `, `Max file size +0 +0 `, `Max core file size +0 +0 `, `Max open files +64 +64 `,
		`Max cpu time +90 +90 `,
	} {
		if !regexp.MustCompile(want).MatchString(limits) {
			t.Errorf("the limits lack %q:\n%s", want, limits)
		}
	}
	want := []string{`(?m)^NoNewPrivs:\t1$`, `(?m)^CapEff:\t0+$`, `(?m)^CapPrm:\t0+$`}
	if c.missing&wallCalls == 0 {
		want = append(want, `(?m)^Seccomp:\t2$`)
	}
	if os.Geteuid() == 0 && c.missing&wallUser == 0 {
		want = append(want, `(?m)^Uid:(\t18[0-9]{8}|\t19[0-9]{8}|\t20[0-9]{8}|\t21[0-9]{8}){4}$`, `(?m)^Groups:\t ?$`)
	}
	for _, re := range want {
		if !regexp.MustCompile(re).MatchString(status) {
			t.Errorf("the status lacks %q:\n%s", re, status)
		}
	}
	if !slices.Equal(environ, childEnv) {
		t.Errorf("its environment is %q", environ)
	}
	if dir != "/" {
		t.Errorf("it works in %s", dir)
	}
	if len(opened) < 3 || slices.Contains(opened, secret) {
		t.Errorf("it has %q open", opened)
	}
	if mine, _ := os.Readlink("/proc/self/ns/net"); c.missing&wallNetwork == 0 && network == mine {
		t.Error("it shares our network")
	}
}

// TestDecodes: what it is for goes on working.
func TestDecodes(t *testing.T) {
	needFFmpeg(t)
	var clip, out, said bytes.Buffer
	make := &Cmd{Args: []string{"-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=5", "-frames:v", "3", "-c:v", "libx264", "-f", "h264", "pipe:1"}, Stdout: &clip, Stderr: &said}
	if err := make.Run(t.Context()); err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	c := &Cmd{Args: []string{"-v", "error", "-f", "h264", "-i", "pipe:0", "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1"}, Stdin: &clip, Stdout: &out, Stderr: &said}
	if err := c.Run(t.Context()); err != nil || out.Len() != 3*64*64*3/2 || said.Len() > 0 {
		t.Errorf("%d bytes, %v, %q", out.Len(), err, said.String())
	}
	if c.Used() <= 0 {
		t.Error("it took no time")
	}
}

// TestNamedFiles: who has a reason opens and makes the files that he names, and no others.
func TestNamedFiles(t *testing.T) {
	needFFmpeg(t)
	dir, other := t.TempDir(), t.TempDir()
	mp4 := filepath.Join(dir, "clip.mp4")
	args := func(in ...string) []string { return append([]string{"-v", "error", "-y"}, in...) }
	made := args("-f", "lavfi", "-i", "testsrc2=size=64x64:rate=5", "-frames:v", "3")
	c := &Cmd{Args: append(slices.Clone(made), "file:"+mp4), Write: dir}
	if b, err := c.CombinedOutput(t.Context()); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	if err := os.Chmod(mp4, 0o600); err != nil {
		t.Fatal(err)
	}
	c = &Cmd{Args: append(slices.Clone(made), "file:"+filepath.Join(other, "clip.mp4")), Write: dir}
	if b, err := c.CombinedOutput(t.Context()); err == nil && c.missing&wallFiles == 0 {
		t.Errorf("it wrote elsewhere: %s", b)
	}
	c = &Cmd{Args: append(slices.Clone(made), "file:"+filepath.Join(dir, "big.yuv")), Write: dir, FileSize: 4096}
	if err := c.Run(t.Context()); err == nil {
		t.Error("it wrote more than it may")
	}
	c = &Cmd{Program: "ffprobe", Args: []string{"-v", "error", "-show_entries", "stream=width", "-of", "csv=p=0", "file:" + mp4}, Read: []string{mp4}}
	if b, err := c.CombinedOutput(t.Context()); err != nil || string(b) != "64\n" {
		t.Errorf("%v: %s", err, b)
	}
	c = &Cmd{Args: args("-i", "file:"+mp4, "-f", "null", "-"), Read: []string{mp4, mp4 + ".none"}}
	if err := c.Run(t.Context()); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a file that is not there: %v", err)
	}
	// A file that it is handed over open, by its descriptor.
	f, err := os.Open(mp4)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c = &Cmd{Args: args("-i", "file:/dev/fd/3", "-c", "copy", "-f", "null", "-"), ExtraFiles: []*os.File{f}}
	if b, err := c.CombinedOutput(t.Context()); err != nil {
		t.Errorf("%v: %s", err, b)
	}
}

// TestAttack44RootWithoutRights: where it keeps root as its user, it keeps none of root's
// rights but to open files.
func TestAttack44RootWithoutRights(t *testing.T) {
	needFFmpeg(t)
	if os.Geteuid() != 0 {
		t.Skip("only root has rights to lose")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	c := &Cmd{Args: []string{"-v", "error", "-f", "h264", "-i", "pipe:0", "-f", "null", "-"}, Stdin: r, Write: t.TempDir()}
	err = c.Start(t.Context())
	r.Close()
	if err != nil {
		t.Fatal(err)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.PID()))
	w.Close()
	_ = c.Wait()
	if err != nil || !regexp.MustCompile(`(?m)^CapEff:\t0+2$`).Match(status) || !regexp.MustCompile(`(?m)^CapBnd:\t0+2$`).Match(status) {
		t.Errorf("%v\n%s", err, status)
	}
}

// TestEnds: it ends with its context, within its time, and one that is not there says so.
func TestEnds(t *testing.T) {
	needFFmpeg(t)
	endless := []string{"-v", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-f", "null", "-"}
	ctx, cancel := context.WithCancel(t.Context())
	c := &Cmd{Args: endless}
	if err := c.Start(ctx); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := c.Wait(); err == nil {
		t.Error("it outlives its context")
	}
	c = &Cmd{Args: endless, CPU: time.Second}
	if err := c.Run(t.Context()); err == nil || c.Used() > 10*time.Second {
		t.Errorf("it took %v, and ended with %v", c.Used(), err)
	}
	t.Setenv("PATH", t.TempDir())
	if err := (&Cmd{}).Start(t.Context()); !errors.Is(err, exec.ErrNotFound) || custos.KindOf(err) != custos.Unavailable {
		t.Errorf("without ffmpeg: %v", err)
	}
}

// TestDiesWithItsParent: what is killed leaves no ffmpeg behind.
func TestDiesWithItsParent(t *testing.T) {
	needFFmpeg(t)
	if os.Getenv("FFMPEG_TEST_PARENT") != "" {
		r, _, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		c := &Cmd{Args: []string{"-v", "error", "-f", "h264", "-i", "pipe:0", "-f", "null", "-"}, Stdin: r}
		if err := c.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("pid %d\n", c.PID())
		select {}
	}
	parent := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	parent.Env = append(os.Environ(), "FFMPEG_TEST_PARENT=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Fscanf(out, "pid %d\n", &pid); err != nil {
		t.Fatal(err)
	}
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		t.Skipf("a process cannot be waited for here: %v", err)
	}
	defer unix.Close(fd)
	_ = parent.Process.Kill()
	_, _ = io.Copy(io.Discard, out)
	_ = parent.Wait()
	if n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 60_000); n != 1 {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		t.Errorf("it lives on: %v", err)
	}
}

// TestAttack72NotWithoutWalls: a program of somebody's, which keeps the user of this process, is
// not started where its files or its system calls cannot be closed; ffmpeg is.
func TestAttack72NotWithoutWalls(t *testing.T) {
	for _, w := range []wall{allWalls &^ wallFiles, allWalls &^ wallCalls} {
		only(t, w)
		out, err := (&Cmd{Program: "/bin/echo", Args: []string{"it ran"}, Serve: t.TempDir()}).CombinedOutput(t.Context())
		if err == nil || strings.Contains(string(out), "it ran") {
			t.Errorf("without wall %b it ran: %s", allWalls&^w, out)
		}
	}
	only(t, allWalls)
	if out, err := (&Cmd{Program: "/bin/echo", Args: []string{"it ran"}, Serve: t.TempDir()}).CombinedOutput(t.Context()); err != nil {
		t.Errorf("with all of them: %v %s", err, out)
	}
}
