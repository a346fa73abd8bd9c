package stem

import "strings"

// Portuguese stems a folded Portuguese word: plurals, the feminine of
// adjectives, and the common forms of verbs. Verbs in -ar come to their form in
// -a, those in -er and -ir to that in -e, those in -uir to that in -ui.
func Portuguese(word string) string {
	if base, ok := portugueseIrregular[word]; ok {
		return base
	}
	if len(word) < 4 || portugueseKept[word] {
		return word
	}
	if base, ok := portugueseFinite(word); ok {
		return portugueseKnown(base)
	}
	if base := portugueseSingular(word); base != word {
		word = base
		if irregular, ok := portugueseIrregular[word]; ok {
			return irregular
		}
		if portugueseKept[word] {
			return word
		}
	}
	word = romanceMasculine(word, portugueseFeminineNouns, portugueseAdjectives)
	if portugueseKept[word] {
		return word
	}
	return portugueseKnown(portugueseVerb(word))
}

// portugueseKnown leads from the regular form of a verb that changes its vowel
// to the one form of all.
func portugueseKnown(word string) string {
	if base, ok := portugueseIrregular[word]; ok {
		return base
	}
	return word
}

// portugueseFinite finds the forms of verbs in the plural and in the past, whose
// endings nothing else has.
func portugueseFinite(word string) (string, bool) {
	n := len(word)
	for _, e := range portugueseEndings {
		if n-len(e.from) >= e.stem && strings.HasSuffix(word, e.from) && (e.from[0] != 'e' || !spanishStemsRir[word[:n-len(e.from)]+"er"]) {
			if e.a {
				return word[:n-len(e.from)] + "a", true
			}
			return portugueseE(word[:n-len(e.from)]), true
		}
	}
	switch {
	case n > 6 && strings.HasSuffix(word, "arao"), n > 6 && strings.HasSuffix(word, "aram"):
		return word[:n-3], true
	case n > 6 && (strings.HasSuffix(word, "erao") || strings.HasSuffix(word, "irao") || strings.HasSuffix(word, "iram")),
		n > 6 && strings.HasSuffix(word, "eram") && !spanishStemsEr[word[:n-2]]:
		return portugueseE(word[:n-4]), true
	case n > 6 && strings.HasSuffix(word, "amos") && !portugueseKept[word[:n-1]]:
		return word[:n-3], true
	case n > 6 && (strings.HasSuffix(word, "emos") || strings.HasSuffix(word, "imos")) && !portugueseKept[word[:n-1]]:
		return portugueseE(word[:n-4]), true
	case n > 6 && strings.HasSuffix(word, "avam"):
		return word[:n-3], true
	case n > 5 && strings.HasSuffix(word, "ava") && !portugueseFeminineNouns[word]:
		return word[:n-2], true
	case n > 4 && strings.HasSuffix(word, "ou"):
		return word[:n-2] + "a", true
	case n > 5 && strings.HasSuffix(word, "iu"):
		return portugueseE(word[:n-2]), true
	case n > 6 && strings.HasSuffix(word, "eu") && !portugueseAdjectives[word]:
		return word[:n-1], true
	case n > 5 && strings.HasSuffix(word, "am"):
		return word[:n-1], true
	}
	return "", false
}

// portugueseEndings are endings of verbs that nothing else has; see spanishEndings.
var portugueseEndings = []struct {
	from string
	stem int
	a    bool
}{
	{"ariamos", 3, true}, {"eriamos", 3, false}, {"iriamos", 3, false}, {"ariam", 3, true}, {"eriam", 3, false}, {"iriam", 3, false},
	{"aremos", 3, true}, {"eremos", 3, false}, {"iremos", 3, false}, {"armos", 4, true}, {"ermos", 4, false}, {"irmos", 4, false},
	{"assemos", 3, true}, {"assem", 4, true}, {"essem", 4, false}, {"issem", 4, false}, {"arem", 4, true}, {"erem", 4, false}, {"irem", 4, false},
	{"avamos", 3, true}, {"iamos", 4, false}, {"iam", 4, false},
}

// portugueseE adds the -e of verbs in -er and -ir, which is -i after u.
func portugueseE(stem string) string {
	if strings.HasSuffix(stem, "u") && !strings.HasSuffix(stem, "gu") && !strings.HasSuffix(stem, "qu") {
		return stem + "i"
	}
	return stem + "e"
}

func portugueseSingular(word string) string {
	n := len(word)
	if word[n-1] != 's' || portugueseAdjectives[word] || strings.HasSuffix(word, "us") && n > 5 {
		return word
	}
	switch {
	case strings.HasSuffix(word, "oes"), strings.HasSuffix(word, "aes"), strings.HasSuffix(word, "aos"):
		return word[:n-3] + "ao"
	case n > 4 && strings.HasSuffix(word, "ais"):
		return word[:n-2] + "l"
	case n > 4 && strings.HasSuffix(word, "eis"):
		if portugueseIl[word[:n-3]] {
			return word[:n-3] + "il"
		}
		return word[:n-2] + "l"
	case n > 5 && strings.HasSuffix(word, "ois"):
		return word[:n-2] + "l"
	case n > 4 && strings.HasSuffix(word, "is"):
		return word[:n-1] + "l"
	case strings.HasSuffix(word, "ns"):
		return word[:n-2] + "m"
	case n > 5 && strings.HasSuffix(word, "res") && isVowel(word[n-4]) && !portugueseKept[word[:n-1]], strings.HasSuffix(word, "zes") && n > 4 && !portugueseKept[word[:n-1]]:
		return word[:n-2]
	case n > 5 && strings.HasSuffix(word, "eses") && !portugueseKept[word[:n-1]], word == "meses", word == "paises":
		return word[:n-2]
	}
	return word[:n-1]
}

// portugueseVerb brings the forms of regular verbs together.
func portugueseVerb(word string) string {
	n := len(word)
	switch {
	case n > 5 && strings.HasSuffix(word, "ando"):
		return word[:n-3]
	case n > 5 && (strings.HasSuffix(word, "endo") || strings.HasSuffix(word, "indo")):
		return portugueseE(word[:n-4])
	case n > 5 && strings.HasSuffix(word, "ado"):
		return word[:n-2]
	case n > 5 && strings.HasSuffix(word, "ido"):
		return portugueseE(word[:n-3])
	case n > 4 && strings.HasSuffix(word, "ar"):
		return word[:n-1]
	case n > 4 && (strings.HasSuffix(word, "er") || strings.HasSuffix(word, "ir")):
		return portugueseE(word[:n-2])
	case n > 4 && strings.HasSuffix(word, "em") && !portugueseGem(word):
		return portugueseE(word[:n-2])
	case n > 6 && strings.HasSuffix(word, "ara"):
		return word[:n-2]
	}
	return word
}

// portugueseGem tells nouns in -gem from verbs: viagem from protegem.
func portugueseGem(word string) bool {
	stem, ok := strings.CutSuffix(word, "gem")
	return ok && !strings.HasSuffix(stem, "te") && !strings.HasSuffix(stem, "ri") && !strings.HasSuffix(stem, "xi") && !strings.HasSuffix(stem, "le")
}

// portugueseIl are stems whose plural in -eis is that of -il.
var portugueseIl = set(`dific fac ut inut fert rept proj frag ag debi hab estere vers text volat`)

// portugueseKept are words that end like forms and are none, or would fall
// together with another word.
var portugueseKept = set(`estado mercado resultado tratado lado senado passado grado cuidado soldado delegado significado certificado atentado legado comunicado juizado telhado
	partido sentido apelido conteudo vestido ruido fluido rapido marido valido solido liquido acido unido pedido recorrido humido
	quando bando mando comando contrabando brando fundo mundo segundo lindo vindo
	lugar lar mar bar dolar acucar pilar militar familiar similar particular singular regular popular escolar nuclear titular solar lunar exemplar celular preliminar
	par circular auxiliar vulgar altar
	mulher colher qualquer carater poder prazer ser ter ver
	homem ordem viagem jovem bem nem sem tem quem tambem alguem ninguem porem item nuvem margem origem imagem virgem sequem
	ramo tramo extremo supremo ultimo proximo maximo minimo maritimo animo legitimo setimo decimo otimo mesmo primo
	para cara clara rara camara vara
	deus jesus onibus virus campus bonus lapis depois dois pois mais jamais demais ademais atras gas tres seis dez antes apenas menos simples   onus
	crise base fase frase classe tese sintese hipotese analise enfase nome homem padre pobre livre sobre parte fonte chefe grave grande verde lance ponte
	interesse doze treze quatorze quinze onze arte corte norte morte sorte frente gente mente monte nave suave chave breve noite leite torre
	caso casa porto porta livro libra ponto ponta banco banca modo moda fundo funda conto conta meu seu teu eu deu
	sao mao pao nao tao irmao cidadao alemao chao`)

var portugueseFeminineNouns = set(`decada jornada embaixada entrada armada granada cada nada espada temporada morada fachada camarada cascada
	vida medida comida bebida saida ferida partida acolhida corrida perdida avenida duvida ida despedida
	perspectiva perspetiva iniciativa alternativa diretiva ofensiva narrativa expectativa prerrogativa cooperativa saliva normativa tentativa
	musica republica fabrica america africa rica pratica logistica estatistica etica genetica informatica matematica belgica jamaica
	ratifica modifica justifica significa identifica intensifica dedica indica aplica explica implica comunica critica reivindica unifica verifica qualifica classifica
	semana ventana campana ghana gana cana banana diana habana lana
	coisa rosa esposa prosa
	secretaria maquinaria area malaria bulgaria
	historia vitoria gloria memoria trajetoria moratoria oratoria categoria teoria
	hora agora melhora demora flora aurora  lava escrava brava trava oitava`)

var portugueseAdjectives = set(`ativo novo pequeno longo alto baixo muito pouco outro todo nosso vosso mesmo certo pleno justo puro duro claro raro caro sincero verdadeiro primeiro terceiro segundo
	ultimo proximo maximo minimo extremo supremo legitimo maritimo otimo mutuo continuo perpetuo unico amplo proprio serio varios vario diverso adverso imenso intenso extenso
	correto direto perfeito exato estrito distinto concreto completo secreto discreto aberto coberto morto escrito feito dito visto posto roto resolvido exposto imposto proposto suposto disposto
	composto oposto eleito seleto atento contente lento violento gratuito fortuito infinito favorito
	moderno eterno interno externo fraterno materno paterno alheio sereno obsceno mau
	argentino palestino latino feminino masculino divino vizinho marinho filipino clandestino genuino
	negro branco vermelho amarelo sujo limpo frio vazio
	menino filho ministro amigo aluno tio primo viuvo companheiro estrangeiro prisioneiro pioneiro financeiro brasileiro inteiro
	turco grego sueco polaco angolano mocambicano italiano frances ingles portugues japones holandes irlandes escoces libanes sudanes senegales congoles tailandes finlandes burgues espanhol chines dinamarques
	pacifico cientifico especifico magnifico prolifico publico politico economico historico europeu judeu ateu museu liceu trofeu hebreu`)

// portugueseIrregular leads to one form from those that no rule finds.
var portugueseIrregular = table(`
	bom bons boa boas|mau maus ma|fim fins|comum comuns|cidadao cidadaos cidada cidadas|irmao irmaos irma irmas|mao maos|pao paes|alemao alemaes alema alemas
	juiz juizes juiza juizas|lei leis|rei reis|europeu europeus europeia europeias|judeu judeus judia judias|hebreu hebreus|civil civis|mes meses|pais paises|crise crises|tese teses|base bases
	mulher mulheres|homem homens|avo avos|qualquer quaisquer
	procurador procuradores procuradora procuradoras|trabalhador trabalhadores trabalhadora trabalhadoras
	fazer faz fazem fazemos fez fizeram fazendo feito feita feitos feitas fara farao faria faca facam
	dizer diz dizem dizemos disse disseram dizendo dito dita ditos ditas dira
	ter tem temos teve tiveram tendo tinha tinham tera terao teria tenha tenham
	manter mantem mantemos manteve mantiveram mantendo mantido mantida mantidos mantera|obter obtem obteve obtiveram obtendo obtido obtida|conter contem conteve|deter detem deteve detido detida detidos
	poder pode podem podemos pode puderam podendo podia podiam podera poderao poderia poderiam possa possam
	querer quer querem queremos quis quiseram queria|vir vem veio vieram vindo vinha venha|intervir intervem interveio
	ver ve veem vemos viu viram vendo visto vista vistos vistas
	saber sabe sabem sabemos soube souberam sabido|haver ha havia haviam houve houveram havera haveria haja
	ser sao somos sendo sido sera serao seria seja sejam|estar esta estao estamos esteve estiveram estando estava estavam estara esteja
	dar dao damos deu deram dando dado dada dara|ir iam
	por poe poem pomos puseram pondo|propor propoe propoem propomos propos propuseram propondo proposto propostos|impor impoe impoem impos imposto|expor expoe expos exposto
	escrever escreve escrevem escreveu escreveram escrevendo escrito escrita escritos escritas|abrir abre abrem abriu aberto aberta|cobrir cobre cobrem coberto coberta
	seguir segue seguem seguimos seguiu seguiram seguindo seguido|conseguir consegue conseguem conseguiu conseguido|perseguir persegue perseguem perseguido
	pedir pede pedem pediu pediram pedindo|servir serve servem serviu servindo servido|sentir sente sentem sentiu sentindo|preferir prefere preferem preferiu|referir refere referem referiu|requerer requer requerem
	trazer traz trazem trazemos trouxe trouxeram trazendo trazido|produzir produz produzem produziu produzido|conduzir conduz conduzem conduziu conduzido|reduzir reduz reduzem reduziu reduzido reduzida
	garantir garante garantem garantimos garantiu garantiram garantindo garantido garantida
	eleger elege elegem elegeu eleito eleita eleitos`)
