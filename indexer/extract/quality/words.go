package quality

import (
	"strings"

	"rostrum/corpus"
)

// smallWords are the most frequent function words, of two letters and more, of the
// languages in Latin and Cyrillic script.
var smallWords = [languages]struct {
	language corpus.Language
	words    map[string]bool
}{
	{corpus.English, set(`the of and to in is that for it as was with be by on not this are or his from at which but have an they you
		were we our will has its their all been would there also can more these those than who when what so if must should into us`)},
	{corpus.French, set(`de la le et les des en du une que dans pour qui un par sur au est pas plus ce ne nous il se sont avec aux ces
		son sa ses leur leurs cette ou mais comme notre nos été être elle ont tout tous entre aussi fait sans ainsi`)},
	{corpus.Spanish, set(`de la el en los que las del se por con una para un su como al lo más es este sus esta ha no son entre sobre
		también nuestro nuestra país han pero desde hasta todos todo ser muy sin ante donde nos`)},
	{corpus.Portuguese, set(`de que do da em os para com um dos no uma as na se por mais das ao como pela pelo nos nas foi são não
		entre sua seu seus suas também ser tem nosso nossa aos todos esta este isso ou mas já sobre está até`)},
	{corpus.Russian, set(`не на что по как за из от для это его мы при так также которые со все наш они был быть бы до же ее их нас
		этого который том этом между мира стран`)},
	{"it", set(`di il che la in per del della un una dei si non da gli al nel delle alla come sono più anche dell le lo questo
		questa ha loro nella degli dal tra ed sul ma`)},
	{"de", set(`der die und den von zu mit das des ist nicht ein eine auf für im dem als auch wir sich an in er hat dass es werden
		aus sind nach bei um am einer wie haben oder durch zum zur noch`)},
	{"nl", set(`de het een en van in is dat op te voor met zijn niet aan die om ook als dan maar bij of uit door over hebben wij`)},
}

var arabicWords = strings.Fields(`في من علي الي ان التي الذي الذين هذا هذه ذلك تلك مع عن كل ما لا كما قد بين بعد وقد وفي ومن وعلي والي وان
	هو هي كان كانت لم لن او ثم حيث اي لقد بان نحن قبل عند غير خلال دون ضد حول حتي منذ لدي اذ اذا فان وهو وهي ولا كافه جميع بما مما`)

var arabicPrefixes = []string{"ال", "وال", "بال", "فال", "كال", "لل", "ولل"}

// commonSigns are the most frequent characters of Chinese prose, simplified and
// traditional.
var commonSigns = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range `的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经
		十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严
		國這為個們時來於對發動種後們學經進當應開還會與關無將從並說現實體過論產際關問題長給東書權達護責則義總統認識處聯組織員議會個` {
		m[r] = true
	}
	delete(m, ' ')
	return m
}()

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
