package pdf

import (
	"slices"

	"rostrum/indexer/extract/pdf/gaps"
)

// gapsIn are the gaps of a row whose letters are sorted from the right.
func gapsIn(clusters []cluster, spaces []float32) (out []gaps.Gap) {
	if len(clusters) == 0 {
		return nil
	}
	size := rowSize(clusters)
	for i := 1; i < len(clusters); i++ {
		a, b := clusters[i-1], clusters[i]
		out = append(out, gaps.Gap{Width: (a.box.Left - b.box.Right) / size, Space: hasSpace(a, b, size, spaces)})
	}
	return out
}

// spacesOf says where the file itself has spaces. Some files have one wherever
// a run of letters begins, some none, so they are no more than a sign.
func spacesOf(row []char) (at []float32) {
	for _, c := range row {
		if c.r == ' ' || c.r == 0xA0 {
			at = append(at, c.box.Left)
		}
	}
	return at
}

// hasSpace tells whether the file has a space between two letters, the first
// to the right of the second.
func hasSpace(a, b cluster, size float32, spaces []float32) bool {
	return slices.ContainsFunc(spaces, func(x float32) bool { return x > b.box.Right-size/20 && x < a.box.Left+size/20 })
}
