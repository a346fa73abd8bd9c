package glyph

// A digit as it is drawn is told if at most drawnDigit cells differ, or up to maxDrawn
// if all others differ in clearStep more.
const drawnDigit, maxDrawn, clearStep = 24, 40, 8

// Digit is the digit that a shape is most like, and how many of its cells
// differ from each. A font's own shapes count besides those of all.
func Digit(s Shape, own [10][]Shape) (digit int, unlike [10]int) {
	for n, shapes := range digitShapes {
		unlike[n] = rows * columns
		for _, list := range [][]Shape{shapes, own[n]} {
			for _, o := range list {
				unlike[n] = min(unlike[n], s.Unlike(o))
			}
		}
		if unlike[n] < unlike[digit] {
			digit = n
		}
	}
	return digit, unlike
}

// Clear tells whether a digit as it is drawn is the one that it is most like:
// like enough, or much more than any other.
func Clear(digit int, unlike [10]int) bool {
	for n, u := range unlike {
		if n != digit && u < unlike[digit]+clearStep {
			return unlike[digit] <= drawnDigit && u > unlike[digit]
		}
	}
	return unlike[digit] <= maxDrawn
}

// digitShapes are what digits look like: for each the commonest shapes among the
// fonts of office programs, of the standard fonts and of free ones, no two of
// them nearer than ten cells.
var digitShapes = [10][]Shape{
	{ // 0
		{0x3c6666c3c3c3c3c3, 0xc3c3c3c3c366663c}, {0x3c7e7ee7e7e7e7c3, 0xc3e7e7e7e77e7e3c},
		{0x1c3e33636363e3c3, 0xc3c7c6c6c6cc7c38}, {0x38246666e7e7e7e7, 0xe7e7e7e766662418},
		{0x1e3223636143c3c3, 0xc3c3c286c6c44c78}, {0x3c7e42c3c3c38181, 0x8181c3c3c3427e3c},
		{0x1e3f7f736363e3e3, 0xc7c7c6c6cefefc78}, {0x18246242c3c3c3c3, 0xc3c3c3c342622438},
		{0x3c7e66c3c3c3c3c3, 0xc3c3c3c3c3667e3c}, {0x1c224243c3c3c1c1, 0x81c1c3c342426038},
		{0x0c1a3373736363e7, 0xe7c7c6c6ceccd870},
	},
	{ // 1
		{0x1838f8d818181818, 0x1818181818181cff}, {0x0f1f3f7ff7670707, 0x0707070707070707},
		{0x0c3cfc3c1c1c1c1c, 0x1c1c1c1c1c1c3cff}, {0x3878f8d898181818, 0x18181818181cffff},
		{0x063e3e24040c0c0c, 0x0c0c08081818ffff}, {0x0c3cec8808080808, 0x0808080808081c7f},
		{0x070f3f260606060e, 0x0c0c0c0c1c1818ff}, {0x071f3ffefe4e0e0e, 0x1c1c1c1c1c383838},
		{0x070f3f762e0e0e0e, 0x0e0c1c1c1c1c3cff}, {0x0f1f7fffffcf0f0f, 0x0f0f0f0f0f0f0f0f},
		{0x3f7fff0f0f0f0f0f, 0x0f0f0f0f0f0f0f0f}, {0x1cfcfcfc1c1c1c1c, 0x1c1c1c1c1c3cffff},
		{0x38e8880808080808, 0x080808080808087f},
	},
	{ // 2
		{0x3c7ec60303020206, 0x0c0c18302060ffff}, {0x3c7effe70707060e, 0x0e1c387070ffffff},
		{0x3c7e7fe7e3030707, 0x0e1c383870ffffff}, {0x7ceec6c74706060c, 0x0c18302061c3ffff},
		{0x1e3f230101030306, 0x040c18302060fefe}, {0x3c7e7e8e0606060e, 0x0c081810217f7ffe},
		{0x387cc68686060604, 0x0408081020417ffe}, {0x3c7e67c3c3030606, 0x0c18383060e0ffff},
		{0xfccec7870707060e, 0x0c18303060ffffff}, {0xfcc6838303030206, 0x040c18302040ffff},
		{0x1e3f3f270707070e, 0x0e1c383070fefefe}, {0x7ce6c6c303060604, 0x0c1810206141ffff},
		{0x0e1f270303030706, 0x0c0c1810207e7efc}, {0x1e33332303030206, 0x040810302242fefe},
	},
	{ // 3
		{0x7cfec70303060e3c, 0x3e0303030383fefc}, {0x7cfeff4707061e3c, 0x3e0f070707fffefc},
		{0x7ce6c6c30206043c, 0x0e03030383c3e67c}, {0x3c7e43c30302061c, 0x0e0303c3c3c37e3c},
		{0x3c6e860202040c1e, 0x070303030302c4f8}, {0x3c7effe707070e1c, 0x1e0703c3e7ff7e3c},
		{0x7ceee7c747060c3c, 0x1e070707c7c7fe7c}, {0x1e3f23030303063c, 0x3e0602020686fc78},
		{0x1c7e4e06060c0e3e, 0x0f07030303e2f478}, {0x1e3333230303061c, 0x0e06020286c6cc78},
		{0x3e3f3f0703071e3e, 0x3e0e06060efefcf8}, {0xfccece86060e0e3c, 0x1e0707078787cefc},
	},
	{ // 4
		{0x040c0c1c14342464, 0x44c4ffff04040404}, {0x0e0e1e1e1e3e3666, 0x66c6ffffff060606},
		{0x0c0c1c1c3c2c6c4c, 0x4cccffff0c0c0e1f}, {0x060e0e1e1e2e2e4e, 0x4e8effffff0e0e0e},
		{0x040c0c1c34346444, 0xc4c6ff0604040404}, {0x010303060a161624, 0x4444fefe08080818},
		{0x07070f0f1e1e3666, 0x66c6ffffff0c0c0c}, {0x0307070f1a123226, 0x6646ffff0e040c0c},
		{0x0c0c1c1434342464, 0x44c4c6ff06040404}, {0x07070f0e1e163626, 0x664effff0c0c1c3e},
		{0x0e0e1e1e3e367666, 0xc6ffffff0e060606}, {0x0c1c1c3c3c6c6ccc, 0xceffffff0c0c0c0c},
	},
	{ // 5
		{0x7e7e424040407c7e, 0x0703030303c7ee7c}, {0x7e7e404040407e67, 0x030303c3c3c37e3c},
		{0xfefefee0e0e0fcfe, 0x5f07070707fffe7c}, {0x7e7e6060e0fcfeff, 0xe7030303e7ff7e3c},
		{0x3f3f3f30207c7e7e, 0x470706068efefc78}, {0x3f3f2020203c3e46, 0x020202020606fcf8},
		{0x7e7e40404040784e, 0x030303038383c67c}, {0xfefe80808080c0fe, 0x030303038383c6fc},
		{0x013f206060787e0e, 0x070303030302c478}, {0x3f3f7e404078fefe, 0x1f07030303c2f478},
		{0x1f3f2060707c1e06, 0x070303030202ec78}, {0x7e7e404040407c7e, 0x070303030387fe7c},
		{0x1f3f302020207c7e, 0x060602060606fcf8},
	},
	{ // 6
		{0x1e3e6060c0c0fcfe, 0xc3c3c3c3c3637e3c}, {0x1e3e7e60e0e0feff, 0xe7e7e7e7e77f7e3c},
		{0x061830606040dce6, 0xc3c3c3c3c343663c}, {0x0f1f30606040fee6, 0xc2c2c2c2c6c67c38},
		{0x3c7e63c0c0c0fee6, 0xc3c3c3c3c3637e3c}, {0x1e376362c0c0fcfe, 0xc7c3c3c3e3677e3c},
		{0x3c7e7fe7e0c0fefe, 0xe7e7c3e3e77f7e3c}, {0x0f1f3b706060fefe, 0xe6e6c6c6c6fe7c38},
		{0x030c18307060fcee, 0xe7e7e7e7e767663c}, {0x03061c1830707ce6, 0xe6c6c6cececc5c78},
	},
	{ // 7
		{0xffff838202060404, 0x0c08081810103030}, {0xffffff07060e0c1c, 0x1c18383830303030},
		{0x7fff828604040c08, 0x18103030206040c0}, {0xffff82820604040c, 0x0818181030302060},
		{0xffffff8282060404, 0x0c0c081818103030}, {0xffff838202060404, 0x0c0c080818101030},
		{0xffff02060c0c0c18, 0x1810303030303020}, {0xffffff060e0e0c1c, 0x1838383070706060},
		{0xffffff0706060e0c, 0x0c1c181838303070}, {0xffff0606060c0c18, 0x181030306060c0c0},
		{0xfffffe0e0c1c1c18, 0x3830707060e0c040}, {0x40ff838206040c08, 0x0818181010303030},
		{0x7f7fffffc6860c0c, 0x1c18181838383838},
	},
	{ // 8
		{0x3c7ec3c3c3427e3c, 0x7ec7c3c3c3c37e3c}, {0x3c66c6c3e2e67c3c, 0x3e6fc7c3c3c3663c},
		{0x3c7ee7e7e7e77e3c, 0x7ee7c3c3e7e77e3c}, {0x3c4242c2c2627c3c, 0x2e47c38383c3423c},
		{0x1e3f7f7363777e3c, 0x7ee6c6c6c6fefc78}, {0x1e3f63616363363c, 0x7ec6c282c2c6fc78},
		{0x3c66c2c3c3c3667c, 0x7ec3c38181c3663c}, {0x3c7effe7e7e77e7e, 0x7eefc7c3e7ff7e3c},
		{0x3c46c3c3c2e67c38, 0x3e4ec7c3c3c3423c}, {0x3c7e664242667e3c, 0x66c3c3c3c3c37e3c},
		{0x1e33212131321c1c, 0x2c46c68282824438}, {0x1e3f33212323361c, 0x7c46c6c2c6c6fc78},
	},
	{ // 9
		{0x3c7ec6c3c3c3c3c3, 0x677f030302067c78}, {0x3c7efee7c7c7e7e7, 0xff7f0307077e7c78},
		{0x3c66c3c3c3c3c3c3, 0x7f3b020604081060}, {0x3c7ec6c3c3c3c3c3, 0x7f3b030306067c78},
		{0x3c7eeec7c3c3c3e7, 0xff7f07060e3c7870}, {0x3c66e6e7e7e7e7e7, 0x773f0e0e0c1830c0},
		{0x3c7ee6e7e7e7e7e7, 0x7f3f070786c6ccf8}, {0x1c3e636343434343, 0x677f0206060cf8f0},
		{0x3c7efee7c7c3e7e7, 0xff7f0307e7fe7e3c}, {0x3c66e6c7c3c3c3e7, 0x7f3706060e0c3870},
		{0x1c3e7f6763e7e7e7, 0x7f7f07060efcfcf0}, {0x3c7ec2c38381c3c3, 0x7f3b030302067c78},
		{0x1e37636363434363, 0x7f3a0606068cd870}, {0x3c7effe7c3e7e77e, 0x7e1e1c1c18383810},
		{0x1c32216141414343, 0x633e16040c1830c0}, {0x1e32337363636767, 0x773e0e0c1c1830c0},
		{0x1c3e7f6763636367, 0x7f7f3e06cefcfc78},
	},
}
