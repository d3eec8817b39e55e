package ffmpeg

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// childName is the name by which this program knows that it is to become ffmpeg.
const childName = "custos-confined"

// order is what a child is told, as its argument: nothing in it is a secret.
type order struct {
	Path  string
	Argv  []string
	Extra int // descriptors after the first three; the next one takes the answer
	Skip  wall
	// Namespaces says that it runs in a network of its own.
	Namespaces bool
	// User is another user to become, 0 for none.
	User        uint32
	Memory, CPU uint64
	Read        []string
	Write       string
	FileSize    uint64
	Serve       string
	Trees, Env  []string
	Data        uint64
	Yields      bool
}

// answer is what a child says before it is ffmpeg; then its end of the pipe closes.
type answer struct {
	Missing wall
	Error   string
}

// holes puts what is missing into words. A network is closed by a namespace or by the
// filter of system calls: one of them does.
func (a answer) holes() []string {
	var out []string
	if a.Missing&wallFiles != 0 {
		out = append(out, "it may read what its user may (this kernel has no Landlock)")
	}
	if a.Missing&wallCalls != 0 {
		out = append(out, "its system calls are not filtered (this kernel has no seccomp filters)")
		if a.Missing&wallNetwork != 0 {
			out = append(out, "it may use the network (namespaces are not permitted)")
		}
	}
	if a.Missing&wallUser != 0 {
		out = append(out, "it runs as root (a user of its own is not permitted)")
	}
	return out
}

// The variables that ffmpeg is given: none of ours, such as a proxy or a report file,
// changes what it does.
var childEnv = []string{"LC_ALL=C", "AV_LOG_FORCE_NOCOLOR=1", "MALLOC_ARENA_MAX=2"}

// init, and not a call in main: Go runs it before the packages that the program is made
// of have been set up, so it takes a few milliseconds; and tests and programs that use
// only this package need to do nothing. It does nothing under any other name.
func init() {
	if len(os.Args) != 2 || os.Args[0] != childName {
		return
	}
	var o order
	if err := json.Unmarshal([]byte(os.Args[1]), &o); err != nil {
		os.Exit(127)
	}
	said := os.NewFile(uintptr(3+o.Extra), "answer")
	say := json.NewEncoder(said).Encode
	var a answer
	if a.Missing, a.Error = o.confine(); a.Error == "" {
		// The pipe closes with the exec, so what was said last is what counts.
		_ = say(a)
		a.Error = fmt.Sprintf("%s: %v", o.Path, syscall.Exec(o.Path, o.Argv, append(childEnv, o.Env...)))
	}
	_ = say(a)
	os.Exit(127)
}

// confine restricts this thread, which is the one that will be ffmpeg: Go locks it while
// packages are set up. It returns what the system refused, and what must not fail.
func (o *order) confine() (missing wall, failed string) {
	// What somebody left open for his children is not for this one.
	if unix.CloseRange(uint(3+o.Extra), 1<<31-1, unix.CLOSE_RANGE_CLOEXEC) != nil { // before Linux 5.11
		for fd := 3 + o.Extra; fd < 1<<12; fd++ {
			unix.CloseOnExec(fd)
		}
	}
	if o.Yields {
		_ = unix.Setpriority(unix.PRIO_PROCESS, 0, 19)
		_ = os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0)
	}
	if !o.Namespaces {
		missing |= wallNetwork
	}
	rules := -1
	if o.Skip&wallFiles == 0 {
		var err error
		if rules, err = o.landlock(); err != nil && !errors.Is(err, errNoLandlock) {
			return missing, "Landlock: " + err.Error() // the kernel has it: this is no reason to go without
		}
	}
	own := false
	if o.User != 0 && o.Skip&wallUser == 0 {
		// A container may have no such user: then nobody, whom it shares with others.
		if own = become(o.User); !own && !become(nobody) {
			missing |= wallUser
		}
	}
	dropRights()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return missing, "new privileges cannot be ruled out: " + err.Error()
	}
	if rules < 0 || restrict(rules) != nil {
		missing |= wallFiles
	}
	if o.Skip&wallCalls != 0 || filterCalls(o.Write != "", o.Serve != "") != nil {
		missing |= wallCalls
	}
	if shut := missing & (wallFiles | wallCalls); o.Serve != "" && shut != 0 {
		return missing, strings.Join(answer{Missing: shut}.holes(), "; ")
	}
	if o.Skip&wallLimits == 0 {
		if err := o.limit(own); err != nil {
			return missing, "its limits cannot be set: " + err.Error()
		}
	}
	return missing, ""
}

// nobody is the user that owns nothing, on any Linux.
const nobody = 65534

// become makes this thread another user's, for good.
func become(user uint32) bool {
	id := uintptr(user)
	if _, _, e := unix.RawSyscall(unix.SYS_SETGROUPS, 0, 0, 0); e != 0 {
		return false
	}
	if _, _, e := unix.RawSyscall(unix.SYS_SETRESGID, id, id, id); e != 0 {
		return false
	}
	if _, _, e := unix.RawSyscall(unix.SYS_SETRESUID, id, id, id); e != 0 {
		return false
	}
	// Another user's process has it no more.
	return unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0, 0, 0) == nil
}

// dropRights leaves a process of root's that keeps its user no right of root's but to open
// files, which Landlock bounds. Others have none to lose, and are refused.
func dropRights() {
	for c := uintptr(0); c <= unix.CAP_LAST_CAP; c++ {
		if c != unix.CAP_DAC_OVERRIDE {
			_ = unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0)
		}
	}
}

// limit sets what the kernel counts. Threads are counted by user, so they are limited
// where that is its own.
func (o *order) limit(own bool) error {
	type bound struct {
		what int
		most uint64
	}
	bounds := []bound{
		{unix.RLIMIT_CORE, 0}, {unix.RLIMIT_FSIZE, o.FileSize}, {unix.RLIMIT_NOFILE, 64},
	}
	if own {
		bounds = append(bounds, bound{unix.RLIMIT_NPROC, 256})
	}
	if o.Data != 0 {
		bounds = append(bounds, bound{unix.RLIMIT_DATA, o.Data})
	}
	if o.CPU != 0 {
		bounds = append(bounds, bound{unix.RLIMIT_CPU, o.CPU})
	}
	// Last: this program has more mapped already, and gets no more from here on.
	for _, b := range append(bounds, bound{unix.RLIMIT_AS, o.Memory}) {
		var now unix.Rlimit
		if err := unix.Getrlimit(b.what, &now); err != nil {
			return err
		}
		most := min(b.most, now.Max) // who set a lower one is not contradicted
		if err := unix.Setrlimit(b.what, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return err
		}
	}
	return nil
}
