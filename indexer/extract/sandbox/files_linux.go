package sandbox

import (
	"slices"

	"github.com/landlock-lsm/go-landlock/landlock"
	landlocksys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// abis are the known versions of Landlock, from 1.
var abis = []landlock.Config{
	landlock.V1, landlock.V2, landlock.V3, landlock.V4, landlock.V5, landlock.V6,
	landlock.V7, landlock.V8, landlock.V9, landlock.V10, landlock.V11,
}

// NewestABI is the newest version of the Landlock ABI that is used.
var NewestABI = len(abis)

// confineFiles restricts the calling thread by Landlock to the files of the policy,
// and by whatever else the kernel supports, up to version newest.
func (p policy) confineFiles(newest int) error {
	if newest < 1 {
		return nil
	}
	read := slices.Concat(system, p.Read)
	rules := []landlock.Rule{
		landlock.RODirs(folders(read)...), landlock.ROFiles(files(read)...), landlock.RWFiles(files([]string{sink})...), landlock.RWDirs(folders(p.Write)...),
	}
	if p.Sockets != "" {
		// In a shared folder such as /tmp, files of others must not be removed.
		access := landlock.AccessFSSet(landlocksys.AccessFSMakeSock)
		if p.Namespaces {
			access |= landlocksys.AccessFSRemoveFile
		}
		rules = append(rules, landlock.PathAccess(access, folders([]string{p.Sockets})...))
	}
	fd, flags, err := abis[min(newest, len(abis))-1].BestEffort().NewRulesetFD(rules...)
	if err != nil || fd < 0 {
		return err
	}
	defer func() { _ = unix.Close(fd) }()
	return landlocksys.LandlockRestrictSelf(fd, flags)
}

// folders and files select paths by type: the right to list a folder cannot be
// granted for a file.
func folders(paths []string) []string { return which(paths, true) }

func files(paths []string) []string { return which(paths, false) }

func which(paths []string, folder bool) (out []string) {
	for _, p := range paths {
		var s unix.Stat_t
		if unix.Stat(p, &s) == nil && (s.Mode&unix.S_IFMT == unix.S_IFDIR) == folder {
			out = append(out, p)
		}
	}
	return out
}
