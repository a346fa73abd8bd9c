#!/bin/sh
# Makes the fonts in search/web/ui/assets: Noto, under the SIL Open Font License, cut down to the scripts
# of the interface that browsers do not all have in one shape. Chinese stays with the system's fonts, which
# are too large to send.
#
#   apt-get install fonts-noto-core python3-fonttools python3-brotli
#   sh tools/fonts/subset.sh
set -eu
cd "$(dirname "$0")/../../search/web/ui/assets"
noto=${NOTO:-/usr/share/fonts/truetype/noto}

latin='U+0020-007E,U+00A0-00FF,U+0152,U+0153,U+0178,U+02C6,U+02DC,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032,U+2033,U+2039,U+203A,U+20AC,U+2116,U+2122,U+2190-2193,U+2212'
extended='U+0100-0151,U+0154-0177,U+0179-017F,U+0192,U+0218-021B'
cyrillic='U+0400-045F,U+0490,U+0491'
arabic='U+060C,U+061B,U+061F,U+0621-063A,U+0640-0655,U+0660-066C,U+0670,U+0671,U+200C-200F,U+FD3E,U+FD3F'
features=ccmp,locl,mark,mkmk,kern,liga,rlig,calt,init,medi,fina,isol,curs,lnum,tnum

subset() { # name, file, characters
	python3 -m fontTools.subset "$noto/$2" --unicodes="$3" --output-file="$1.woff2" --flavor=woff2 --layout-features="$features" --no-hinting --desubroutinize --name-IDs='0,1,2,3,4,5,6,13,14' --notdef-outline
}
for weight in Regular Bold; do
	suffix=
	[ "$weight" = Regular ] || suffix=-bold
	subset "serif-latin$suffix" "NotoSerif-$weight.ttf" "$latin"
	subset "serif-extended$suffix" "NotoSerif-$weight.ttf" "$extended"
	subset "serif-cyrillic$suffix" "NotoSerif-$weight.ttf" "$cyrillic"
	subset "serif-arabic$suffix" "NotoNaskhArabic-$weight.ttf" "$arabic"
	subset "sans-latin$suffix" "NotoSans-$weight.ttf" "$latin"
	subset "sans-extended$suffix" "NotoSans-$weight.ttf" "$extended"
	subset "sans-cyrillic$suffix" "NotoSans-$weight.ttf" "$cyrillic"
	subset "sans-arabic$suffix" "NotoSansArabic-$weight.ttf" "$arabic"
done
