package semantic

import "math"

// The encoder is a deep averaging network over the embedding of each piece and three
// convolutions of it, over 2, 3 and 5 pieces. Weights are in rows by input.
var orders = []struct {
	size, before int // pieces in a window, and how many of them come first
	name         string
}{{2, 0, "2"}, {3, 1, "3"}, {5, 2, "5"}}

const (
	convolved = 256 // numbers that a convolution gives for each piece
	hidden    = 320
	features  = Dim + 3*convolved
)

var weightShapes = []struct {
	name  string
	shape []int
}{
	{"lo", []int{pieceGroups}}, {"scale", []int{pieceGroups}},
	{"proj2", []int{Dim, convolved}}, {"proj_b2", []int{convolved}}, {"ln_g2", []int{convolved}}, {"ln_b2", []int{convolved}},
	{"w1_2", []int{2 * convolved, convolved}}, {"b1_2", []int{convolved}}, {"w2_2", []int{2 * convolved, convolved}}, {"b2_2", []int{convolved}},
	{"proj3", []int{Dim, convolved}}, {"proj_b3", []int{convolved}}, {"ln_g3", []int{convolved}}, {"ln_b3", []int{convolved}},
	{"w1_3", []int{3 * convolved, convolved}}, {"b1_3", []int{convolved}}, {"w2_3", []int{3 * convolved, convolved}}, {"b2_3", []int{convolved}},
	{"proj5", []int{Dim, convolved}}, {"proj_b5", []int{convolved}}, {"ln_g5", []int{convolved}}, {"ln_b5", []int{convolved}},
	{"w1_5", []int{5 * convolved, convolved}}, {"b1_5", []int{convolved}}, {"w2_5", []int{5 * convolved, convolved}}, {"b2_5", []int{convolved}},
	{"ln_g", []int{features}}, {"ln_b", []int{features}}, {"cnn_W", []int{features, Dim}}, {"cnn_b", []int{Dim}},
	{"d0", []int{Dim, hidden}}, {"d1", []int{hidden, hidden}}, {"p1", []int{Dim, hidden}},
	{"d2", []int{hidden, Dim}}, {"p3", []int{hidden, Dim}}, {"d3", []int{Dim, Dim}},
}

// weights are those of the encoder.
type weights struct {
	low, scale       []float32 // of the quantized embeddings, by group
	projection       [3][]float32
	projectionBias   [3][]float32
	gain, bias       []float32 // of the normalized projections, all three together
	first, second    [3][]float32
	firstBias        [3][]float32
	secondBias       [3][]float32
	allGain, allBias []float32
	sum, sumBias     []float32
	dense            [4][]float32
	residual1        []float32
	residual3        []float32
}

func newWeights(s map[string][]byte) *weights {
	get := func(name string) []float32 { return floats(s[name]) }
	w := &weights{low: get("lo"), scale: get("scale"), allGain: get("ln_g"), allBias: get("ln_b"), sum: get("cnn_W"), sumBias: get("cnn_b"),
		residual1: get("p1"), residual3: get("p3")}
	for i, o := range orders {
		w.projection[i], w.projectionBias[i] = get("proj"+o.name), get("proj_b"+o.name)
		w.gain, w.bias = append(w.gain, get("ln_g"+o.name)...), append(w.bias, get("ln_b"+o.name)...)
		w.first[i], w.firstBias[i] = get("w1_"+o.name), get("b1_"+o.name)
		w.second[i], w.secondBias[i] = get("w2_"+o.name), get("b2_"+o.name)
	}
	for i, name := range []string{"d0", "d1", "d2", "d3"} {
		w.dense[i] = get(name)
	}
	return w
}

// Encoder turns texts into vectors. It has memory of its own and is used by one
// goroutine at a time.
type Encoder struct {
	model *Model
	w     *weights

	features, projected, windows, convolved, product []float32
}

// NewEncoder returns an encoder of the model.
func (m *Model) NewEncoder() *Encoder { return &Encoder{model: m, w: m.weights()} }

// maxPieces bounds the pieces of a text that are read; the rest is ignored.
const maxPieces = 1024

// Encode returns the vector of a text, of length 1 and with Dim numbers. The cosine of
// two vectors is their product.
func (e *Encoder) Encode(text string) []float32 {
	ids := e.model.Tokenize(text)
	return e.encode(ids[:min(len(ids), maxPieces)])
}

func (e *Encoder) encode(ids []int) []float32 {
	n := len(ids)
	w := e.w
	e.features = resize(e.features, n*features)
	e.projected = resize(e.projected, n*3*convolved)
	e.product = resize(e.product, n*Dim)
	embedded := e.product // free again before it is needed for products
	for i, id := range ids {
		group := id % pieceGroups
		low, scale := w.low[group], w.scale[group]
		out := embedded[i*Dim:][:Dim]
		for j, v := range e.model.table[id*Dim:][:Dim] {
			out[j] = float32(v)*scale + low
		}
		copy(e.features[i*features:], out)
	}
	part := make([]float32, n*convolved)
	for o := range orders {
		fill(part, w.projectionBias[o])
		multiply(part, embedded, w.projection[o], n, Dim, convolved)
		for i := range n {
			copy(e.projected[(i*3+o)*convolved:], part[i*convolved:][:convolved])
		}
	}
	for i := range n {
		normalize(e.projected[i*3*convolved:][:3*convolved], w.gain, w.bias)
	}
	e.convolved = resize(e.convolved, n*convolved)
	for o := range orders {
		for i := range n {
			copy(e.convolved[i*convolved:][:convolved], e.projected[(i*3+o)*convolved:])
		}
		e.convolve(o, n, w.first[o], w.firstBias[o])
		e.convolve(o, n, w.second[o], w.secondBias[o])
		for i := range n {
			copy(e.features[i*features+Dim+o*convolved:][:convolved], e.convolved[i*convolved:])
		}
	}
	return e.pool(n)
}

// convolve replaces e.convolved by itself plus what a layer makes of the windows around
// each piece.
func (e *Encoder) convolve(order, n int, w, bias []float32) {
	o := orders[order]
	e.windows = resize(e.windows, n*o.size*convolved)
	for i := range n {
		for k := range o.size {
			out := e.windows[(i*o.size+k)*convolved:][:convolved]
			if from := i + k - o.before; from >= 0 && from < n {
				copy(out, e.convolved[from*convolved:])
			} else {
				clear(out)
			}
		}
	}
	e.product = resize(e.product, n*convolved)
	fill(e.product, bias)
	multiply(e.product, e.windows, w, n, o.size*convolved, convolved)
	for i, v := range e.product {
		if v > 0 {
			e.convolved[i] += v
		}
	}
}

// pool makes one vector of the features of n pieces.
func (e *Encoder) pool(n int) []float32 {
	w := e.w
	total := make([]float32, features)
	for i := range n {
		row := e.features[i*features:][:features]
		normalize(row, w.allGain, w.allBias)
		for j, v := range row {
			total[j] += v
		}
	}
	mean := make([]float32, Dim)
	multiply(mean, total, w.sum, 1, features, Dim)
	root := float32(1 / math.Sqrt(float64(n)))
	for i := range mean {
		mean[i] = (mean[i] + float32(n)*w.sumBias[i]) * root
	}
	layer0, layer1 := make([]float32, hidden), make([]float32, hidden)
	multiply(layer0, mean, w.dense[0], 1, Dim, hidden)
	rectify(layer0)
	multiply(layer1, mean, w.residual1, 1, Dim, hidden)
	multiply(layer1, layer0, w.dense[1], 1, hidden, hidden)
	rectify(layer1)
	layer2, out := make([]float32, Dim), make([]float32, Dim)
	multiply(layer2, layer1, w.dense[2], 1, hidden, Dim)
	rectify(layer2)
	multiply(out, layer1, w.residual3, 1, hidden, Dim)
	multiply(out, layer2, w.dense[3], 1, Dim, Dim)
	for i, v := range out {
		out[i] = float32(math.Tanh(float64(v)))
	}
	unit(out)
	return out
}

// unit scales a vector to length 1.
func unit(v []float32) {
	scale := float32(1 / math.Sqrt(max(dot(v, v), 1e-12)))
	for i := range v {
		v[i] *= scale
	}
}

func dot(a, b []float32) float64 {
	sum := 0.0
	for i, v := range a {
		sum += float64(v) * float64(b[i])
	}
	return sum
}

func resize(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

// fill sets each row of out to bias.
func fill(out, bias []float32) {
	for i := 0; i < len(out); i += len(bias) {
		copy(out[i:], bias)
	}
}

func rectify(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

// normalize brings a row to mean 0 and variance 1, then scales and shifts it (layer
// normalization).
func normalize(x, gain, bias []float32) {
	var sum float32
	for _, v := range x {
		sum += v
	}
	mean := sum / float32(len(x))
	var squares float32
	for i := range x {
		x[i] -= mean
		squares += x[i] * x[i]
	}
	scale := float32(1 / math.Sqrt(float64(squares/float32(len(x)))+1e-12))
	for i, v := range x {
		x[i] = v*scale*gain[i] + bias[i]
	}
}

// multiply adds the product of a (rows by inner) and b (inner by columns) to out. Four
// rows share each reading of b, and four rows of b each reading of out.
func multiply(out, a, b []float32, rows, inner, columns int) {
	i := 0
	for ; i+4 <= rows; i += 4 {
		o0, o1, o2, o3 := out[i*columns:][:columns], out[(i+1)*columns:][:columns], out[(i+2)*columns:][:columns], out[(i+3)*columns:][:columns]
		for k := range inner {
			x0, x1, x2, x3 := a[i*inner+k], a[(i+1)*inner+k], a[(i+2)*inner+k], a[(i+3)*inner+k]
			row := b[k*columns:][:columns]
			o0, o1, o2, o3 := o0[:len(row)], o1[:len(row)], o2[:len(row)], o3[:len(row)]
			for j, y := range row {
				o0[j] += x0 * y
				o1[j] += x1 * y
				o2[j] += x2 * y
				o3[j] += x3 * y
			}
		}
	}
	for ; i < rows; i++ {
		o := out[i*columns:][:columns]
		x := a[i*inner:][:inner]
		k := 0
		for ; k+4 <= inner; k += 4 {
			x0, x1, x2, x3 := x[k], x[k+1], x[k+2], x[k+3]
			if x0 == 0 && x1 == 0 && x2 == 0 && x3 == 0 {
				continue // beyond the ends of the text, and what was rectified
			}
			r0, r1, r2, r3 := b[k*columns:][:columns], b[(k+1)*columns:][:columns], b[(k+2)*columns:][:columns], b[(k+3)*columns:][:columns]
			o := o[:len(r0)]
			r1, r2, r3 = r1[:len(r0)], r2[:len(r0)], r3[:len(r0)]
			for j, y := range r0 {
				o[j] += x0*y + x1*r1[j] + x2*r2[j] + x3*r3[j]
			}
		}
		for ; k < inner; k++ {
			for j, y := range b[k*columns:][:columns] {
				o[j] += x[k] * y
			}
		}
	}
}
