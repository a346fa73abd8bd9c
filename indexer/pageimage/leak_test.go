package pageimage_test

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain fails if goroutines are left when all tests are done.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
