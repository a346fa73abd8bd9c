// Package size keeps packages small enough to read. Its test counts the files and the lines of code of every
// package, and fails when one outgrows the limits.
package size
