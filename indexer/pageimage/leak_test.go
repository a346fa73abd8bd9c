package pageimage_test

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain fails if anything still runs when all tests are done.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
