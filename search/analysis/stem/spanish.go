package stem

import "strings"

// Spanish stems a folded Spanish word: plurals, the feminine of adjectives, and
// the common forms of verbs. Verbs in  come to their form in , those in
// and  to that in .
func Spanish(word string) string {
	if base, ok := spanishIrregular[word]; ok {
		return base
	}
	if len(word) < 4 || spanishKept[word] {
		return word
	}
	if base, ok := spanishFinite(word); ok {
		return spanishKnown(base)
	}
	if base := spanishSingular(word); base != word {
		word = base
		if irregular, ok := spanishIrregular[word]; ok {
			return irregular
		}
		if spanishKept[word] {
			return word
		}
	}
	word = romanceMasculine(word, spanishFeminineNouns, spanishAdjectives)
	if spanishKept[word] {
		return word
	}
	return spanishKnown(spanishVerb(word))
}

// spanishKnown leads from the regular form of a verb that changes its vowel to
// the one form of all.
func spanishKnown(word string) string {
	if base, ok := spanishIrregular[word]; ok {
		return base
	}
	return word
}

// spanishFinite finds the forms of verbs in the plural, whose endings nothing
// else has.
func spanishFinite(word string) (string, bool) {
	n := len(word)
	for _, e := range spanishEndings {
		if n-len(e.from) >= e.stem && strings.HasSuffix(word, e.from) && (e.from[0] != 'e' || !spanishStemsRir[word[:n-len(e.from)]+"er"]) {
			if e.a {
				return word[:n-len(e.from)] + "a", true
			}
			return spanishE(word[:n-len(e.from)]), true
		}
	}
	switch {
	case n > 7 && strings.HasSuffix(word, "aremos"):
		return word[:n-5], true
	case n > 7 && (strings.HasSuffix(word, "eremos") || strings.HasSuffix(word, "iremos")):
		return word[:n-6] + "e", true
	case n > 7 && (strings.HasSuffix(word, "izaria") || strings.HasSuffix(word, "ificaria")):
		return word[:n-3], true // the conditional of a verb, where -aria ends no adjective
	case n > 8 && strings.HasSuffix(word, "eceria"), n > 7 && strings.HasSuffix(word, "iria"):
		return spanishE(word[:n-4]), true
	case n > 6 && strings.HasSuffix(word, "amos") && !spanishKept[word[:n-1]]:
		if spanishVerbsE[word[:n-4]] {
			return spanishE(word[:n-4]), true // the subjunctive: debamos
		}
		return word[:n-3], true
	case n > 6 && strings.HasSuffix(word, "emos") && !spanishKept[word[:n-1]]:
		if !spanishVerbsE[word[:n-4]] {
			return spanishA(word[:n-4]), true // the subjunctive: condenemos
		}
		return spanishE(word[:n-4]), true
	case n > 6 && strings.HasSuffix(word, "imos") && !spanishKept[word[:n-1]]:
		return spanishE(word[:n-4]), true
	case n > 6 && strings.HasSuffix(word, "ieron"):
		return spanishE(word[:n-5]), true
	case n > 6 && strings.HasSuffix(word, "yeron"):
		return word[:n-4] + "e", true
	case n > 6 && strings.HasSuffix(word, "aron"):
		return word[:n-3], true
	case n > 6 && (strings.HasSuffix(word, "aban") || strings.HasSuffix(word, "aran")):
		return word[:n-3], true
	case n > 6 && (strings.HasSuffix(word, "eran") && !spanishStemsEr[word[:n-2]] || strings.HasSuffix(word, "iran")):
		return spanishE(word[:n-4]), true
	case n > 5 && strings.HasSuffix(word, "ian"):
		return spanishE(word[:n-3]), true
	case n > 5 && strings.HasSuffix(word, "aba"):
		return word[:n-2], true
	}
	return "", false
}

// spanishEndings are endings of verbs that nothing else has, with how many letters
// must stand before. a: of verbs in -ar; the others are of those in -er and -ir.
var spanishEndings = []struct {
	from string
	stem int
	a    bool
}{
	{"ariamos", 3, true}, {"eriamos", 3, false}, {"iriamos", 3, false}, {"arian", 3, true}, {"erian", 3, false}, {"irian", 3, false},
	{"abamos", 3, true}, {"ieramos", 3, false}, {"ieran", 3, false}, {"iesen", 3, false}, {"iamos", 4, false},
	{"aramos", 4, true}, {"asemos", 4, true}, {"iesemos", 3, false}, {"aremos", 3, true}, {"ieremos", 3, false}, {"iese", 3, false},
	{"ieren", 3, false}, {"iere", 3, false},
}

// spanishStemsRir are stems of verbs in -erir and -erer, whose past looks like a
// conditional: adherian, not prometerian.
var spanishStemsRir = set(`adher confer transfer difer prefer refer suger infer inger requer quer adquer interfer digier hier profer disper`)

// spanishA is the form in -a of a stem as it is written before e: condene,
// investigue, realice.
func spanishA(stem string) string {
	n := len(stem)
	switch {
	case strings.HasSuffix(stem, "gu"):
		return stem[:n-1] + "a"
	case strings.HasSuffix(stem, "qu"):
		return stem[:n-2] + "ca"
	case n > 3 && strings.HasSuffix(stem, "c"):
		return stem[:n-1] + "za"
	}
	return stem + "a"
}

// spanishVerbsE are stems of verbs in -er and -ir: all others are in -ar.
var spanishVerbsE = set(`deb ced conced acced proced preced suced exced retroced interced cre le pose prove comet promet compromet somet acomet arremet entremet met respond
	correspond depend suspend pretend ofend vend aprend comprend emprend sorprend reprend desprend prend tem beb com romp corromp interrump irrump corr
	recorr ocurr incurr recurr concurr transcurr discurr socorr acoj acog recog escog encog coj cog prot proteg corrig dirig exig erig surg urg resurg
	insurg sumerg converg diverg emerg infring restring conoc reconoc parec aparec desaparec comparec ofrec establec restablec pertenec fortalec favorec
	permanec merec agradec prevalec carec padec obedec desobedec crec nac renac compadec enriquec empobrec perec entorpec obstaculec amanec estremec
	enaltec abastec esclarec oscurec fallec rejuvenec ennoblec embellec endurec viv conviv sobreviv reviv percib recib conceb escrib describ inscrib
	prescrib suscrib transcrib prohib inhib exhib sub decid incid coincid resid presid divid subdivid persuad disuad evad invad aplaud alud elud aludd
	acud sacud agred transgred part repart compart impart depart permit admit emit omit transmit remit dimit debat combat abat bat rebat asist insist
	consist persist resist desist exist subsist coexist cumpl incumpl supl un reun defin asum resum presum consum sum suprim reprim imprim oprim comprim
	exprim deprim abr cubr descubr encubr sufr discut repercut ejerc venc convenc torc induc produc conduc reduc traduc introduc deduc seduc reproduc zurc
	esparc influ inclu exclu conclu constitu constru destru instru distribu contribu atribu restitu sustitu institu disminu reclu obstru retribu diluc tej
	trem tos desconoc volv devolv envolv resolv absolv disolv mov promov remov conmov entend defend perd atend extend tend encend ascend descend trascend
	contend sent consent resent asent ment desment advert conviert invert convert divert pervert adher hier sugier refier pid impid despid expid med serv
	rep repit sig consig persig prosig eleg elig reg rig vist revist invist embist compit derret gem hab cab sab pod pon ten ven sal val`)

// spanishE adds the  of verbs in  and , which is  after u.
func spanishE(stem string) string {
	if strings.HasSuffix(stem, "u") && !strings.HasSuffix(stem, "gu") && !strings.HasSuffix(stem, "qu") {
		return stem + "ye"
	}
	return stem + "e"
}

func spanishSingular(word string) string {
	n := len(word)
	if word[n-1] != 's' || spanishAdjectives[word] || strings.HasSuffix(word, "is") || strings.HasSuffix(word, "us") && n > 4 {
		return word
	}
	if !strings.HasSuffix(word, "es") || n < 5 {
		return word[:n-1]
	}
	if spanishKept[word[:n-1]] {
		return word[:n-1]
	}
	stem := word[:n-2]
	last, before := stem[len(stem)-1], stem[len(stem)-2]
	switch {
	case last == 'c' && before != 'n' && before != 'c':
		return stem[:len(stem)-1] + "z" // veces
	case last == 'y', isVowel(before) && strings.IndexByte("dlnr", last) >= 0 && (last != 'd' || before != 'e' || len(stem) <= 6):
		return stem
	case strings.HasSuffix(stem, "es") && len(stem) > 2, strings.HasSuffix(stem, "ais"):
		return stem // meses, franceses, paises
	}
	return word[:n-1]
}

// spanishVerb brings the forms of regular verbs together.
func spanishVerb(word string) string {
	n := len(word)
	switch {
	case n > 5 && strings.HasSuffix(word, "ando"):
		return word[:n-3]
	case n > 6 && strings.HasSuffix(word, "iendo"):
		return spanishE(word[:n-5])
	case n > 6 && strings.HasSuffix(word, "yendo"):
		return word[:n-4] + "e"
	case n > 5 && strings.HasSuffix(word, "ado"):
		return word[:n-2]
	case n > 5 && strings.HasSuffix(word, "ido"):
		return spanishE(word[:n-3])
	case n > 4 && strings.HasSuffix(word, "ar"):
		return word[:n-1]
	case n > 5 && strings.HasSuffix(word, "uir") && !strings.HasSuffix(word, "guir"):
		return word[:n-2] + "ye"
	case n > 4 && (strings.HasSuffix(word, "er") || strings.HasSuffix(word, "ir")):
		return word[:n-2] + "e"
	case n > 4 && strings.HasSuffix(word, "an"):
		if spanishVerbsE[word[:n-2]] {
			return spanishE(word[:n-2])
		}
		return word[:n-1]
	case n > 4 && strings.HasSuffix(word, "en"):
		if n > 5 && !spanishVerbsE[word[:n-2]] && !strings.HasSuffix(word, "uyen") {
			return spanishA(word[:n-2])
		}
		return word[:n-1]
	case n > 6 && strings.HasSuffix(word, "ara"):
		return word[:n-2]
	case n > 7 && strings.HasSuffix(word, "iera") && word != "cualquiera" && !strings.HasSuffix(word, "nciera"):
		return spanishE(word[:n-4]) // cumpliera, not financiera
	case n > 6 && (strings.HasSuffix(word, "ecio") || strings.HasSuffix(word, "itio") || strings.HasSuffix(word, "ibio") || strings.HasSuffix(word, "ocio")):
		return word[:n-2] + "e"
	case n > 7 && strings.HasSuffix(word, "ifico") && !spanishAdjectives[word], n > 7 && strings.HasSuffix(word, "izo"):
		return word[:n-1] + "a" // the past, whose accent is folded
	case n > 6 && strings.HasSuffix(word, "uyo"):
		return word[:n-1] + "e"
	}
	return word
}

// romanceMasculine leads from a feminine adjective or participle of Spanish or
// Portuguese to the masculine one, where the ending tells.
func romanceMasculine(word string, nouns, adjectives map[string]bool) string {
	n := len(word)
	if n < 4 || word[n-1] != 'a' || nouns[word] {
		return word
	}
	stem := word[:n-1]
	if adjectives[stem+"o"] {
		return stem + "o"
	}
	for _, end := range []string{"dor", "tor", "sor"} {
		if n > 5 && strings.HasSuffix(stem, end) {
			return stem
		}
	}
	for _, end := range []string{"ad", "id", "iv", "ic", "an", "ari", "os", "ori"} {
		if n > len(end)+3 && strings.HasSuffix(stem, end) {
			return stem + "o"
		}
	}
	if strings.HasSuffix(stem, "es") && adjectives[stem] || strings.HasSuffix(stem, "ol") && adjectives[stem] {
		return stem
	}
	return word
}

// spanishKept are words that end like forms and are none, or would fall
// together with another word.
var spanishKept = set(`estado mercado abogado resultado tratado lado grado cuidado juzgado senado jurado pasado ganado pecado soldado delegado condado principado
	significado certificado atentado mandato pescado tejado costado reinado obispado legado poblado enunciado comunicado apartado
	partido sentido sonido apellido contenido vestido ruido fluido olvido nido rapido debido marido valido solido liquido acido unido pedido descuido latido recorrido
	humedo 
	bando mando cuando contrabando blando
	plan pan gran aleman capitan sudan pakistan afganistan iran tan van han afan catalan titan volcan huracan kazajstan uzbekistan tayikistan kirguistan turkmenistan san don
	aman oman ramadan satan refran talan vatican milan
	joven orden examen origen crimen imagen margen virgen bien quien tambien regimen dictamen volumen resumen sosten almacen yemen germen abdomen alguien cien tren gen polen resumen
	lugar hogar mar bar dolar azucar pilar militar familiar similar particular singular regular popular escolar nuclear titular solar lunar ejemplar celular preliminar ejemplar par
	circular auxiliar vulgar avatar collar altar telar bazar
	mujer ayer  taller primer tercer cualquier alquiler caracter lider  poder   ver mercader papel nivel
	elixir emir vizir porvenir
	ramo tramo extremo supremo ultimo proximo maximo minimo maritimo racimo animo legitimo septimo decimo optimo mismo primo
	para cara clara rara camara preclara avara
	precio aprecio desprecio necio sitio anfibio tibio negocio socio ocio divorcio sacerdocio equinoccio comercio consorcio tercio
	suyo tuyo cuyo
	interes jueves lunes martes miercoles viernes entonces antes mientras ademas menos mas despues paris atras detras jamas quizas gracias apenas lejos pais mes tres seis dos
	 pues tras crisis tesis analisis virus atlas caos sintesis hipotesis dosis genesis enfasis paralisis
	sede clase base fase frase nombre hombre padre madre parte fuente informe jefe grave grande verde avance alcance enlace indice apendice cine aire torre lance
	balance romance nuance doce trece catorce quince once dulce cauce bronce calce cobre pobre libre sobre siempre sangre noche coche leche
	arte corte norte muerte suerte frente gente mente puente monte clave nave suave llave nueve breve
	caso casa peso pesa puerto puerta libro libra punto punta banco banca modo moda fondo fonda cuento cuenta`)

// spanishStemsEr are stems of verbs in -erar, whose forms look like a future.
var spanishStemsEr = set(`cooper reiter consider reconsider super gener regener lider esper deseper aceler oper recuper toler alter liber enumer numer moder ponder deliber
	prolifer vener exager vulner asever apoder enter encarcel impera incinere`)

var spanishFeminineNouns = set(`decada jornada embajada entrada mirada llamada armada granada cada nada espada temporada morada fachada camarada cascada pedrada
	vida medida comida bebida salida herida partida acogida corrida guarida perdida avenida florida caida subida ida despedida
	perspectiva iniciativa alternativa directiva ofensiva narrativa expectativa prerrogativa cooperativa saliva normativa oliva viva misiva invectiva tentativa
	musica republica fabrica america africa costarrica rica practica logistica estadistica etica botanica genetica informatica matematica ceramica belgica domenica jamaica
	semana manana ventana campana ghana guyana cana  lana banana gana diana habana tirana
	cosa rosa esposa mariposa prosa fosa losa
	secretaria maquinaria area culinaria candelaria malaria bulgaria
	historia victoria gloria memoria trayectoria territoria convocatoria moratoria oratoria noria euforia categoria mayoria minoria asesoria auditoria consultoria teoria
	hora ahora mejora demora mora flora aurora  pecadora
	ratifica modifica justifica significa identifica intensifica dedica indica aplica explica implica comunica critica fabrica predica reivindica unifica verifica
	califica planifica clasifica ubica radica rectifica tipifica fortifica mortifica edifica beneficia perjudica abdica erradica multiplica complica duplica replica suplica practica`)

var spanishAdjectives = set(`nuevo pequeno largo alto bajo mucho poco otro todo nuestro vuestro mismo cierto pleno justo puro duro claro raro caro sincero verdadero primero tercero segundo
	ultimo proximo maximo minimo extremo supremo legitimo maritimo optimo mutuo continuo perpetuo unico amplio propio serio necio sobrio vario diverso adverso inmenso intenso extenso
	correcto directo perfecto exacto estricto distinto concreto completo secreto discreto abierto cubierto muerto escrito hecho dicho visto puesto roto resuelto vuelto expuesto impuesto propuesto supuesto dispuesto compuesto
	opuesto electo selecto atento contento lento violento sangriento hambriento tonto listo vasto gratuito fortuito inaudito infinito favorito
	moderno eterno interno externo fraterno materno paterno  externo pequeno ajeno sereno obsceno buenos bueno malo solo
	argentino palestino latino femenino masculino divino vecino marino filipino clandestino genuino interino
	negro blanco rojo amarillo sucio limpio frio tibio vacio
	nino hijo ministro hermano amigo alumno abuelo tio primo viudo  obrero companero extranjero prisionero pionero guerrillero financiero petrolero pesquero entero
	ruso turco griego checo sueco polaco mexicano cubano chileno danes sudanes frances ingles portugues japones holandes irlandes escoces libanes sudanes senegales congoles tailandes finlandes burgues espanol
	pacifico cientifico especifico magnifico prolifico honorifico terrorifico politico europeo ateo hebreo heroico laico judio`)

// spanishIrregular leads to one form from those that no rule finds:  or  as
// regular verbs have it.
var spanishIrregular = table(`
	hacer hace hacen hacemos hizo hicieron haciendo hecho hecha hechos hechas hara haran haga hagan haciendose
	decir dice dicen decimos dijo dijeron diciendo dicho dicha dichos dichas dira diran
	tener tiene tienen tenemos tuvo tuvieron teniendo tenido tenia tenian tendra tendran tendria tenga tengan tengamos
	mantener mantiene mantienen mantenemos mantuvo mantuvieron manteniendo mantenido mantenida mantenidos mantendra mantenga
	obtener obtiene obtienen obtuvo obtuvieron obteniendo obtenido obtenida obtenidos obtendra
	sostener sostiene sostienen sostenemos sostuvo sosteniendo sostenido sostenida
	contener contiene contienen contuvo conteniendo
	detener detiene detienen detuvo deteniendo detenido detenida detenidos
	poder puede pueden podemos pudo pudieron podido podia podian podra podran podria podrian pueda puedan podamos
	querer quiere quieren queremos quiso quisieron queria querian querido quiera quieran
	venir viene vienen venimos vino vinieron viniendo venia vendra vendran venga
	intervenir interviene intervienen intervino intervinieron interviniendo
	prevenir previene previenen previno previniendo prevenido
	ver ve ven vemos vio vieron viendo visto vista vistos vistas veia vera
	saber sabe saben sabemos supo supieron sabido sabia sabra
	haber ha han hemos hubo hubieron habia habian habra habria haya hayan hay
	ser son somos siendo sido sera seran seria sea sean|estar esta estan estamos estuvo estuvieron estando estaba estaban estara
	dar da dan damos dio dieron dando dado dada dara|ir iba iban
	poner pone ponen ponemos puso pusieron poniendo pondra ponga
	proponer propone proponen proponemos propuso proponiendo propuesto|imponer impone imponen impuso imponiendo impuesto|exponer expone expuso expuesto
	escribir escribe escriben escribio escribieron escribiendo escrito escrita escritos escritas
	abrir abre abren abrio abriendo abierto abierta|cubrir cubre cubren cubierto cubierta
	seguir sigue siguen seguimos siguio siguieron siguiendo seguido
	conseguir consigue consiguen consiguio consiguiendo conseguido|perseguir persigue persiguen persiguiendo perseguido perseguida
	pedir pide piden pedimos pidio pidieron pidiendo|servir sirve sirven sirvio sirviendo servido|repetir repite repiten repitio repitiendo repetido
	sentir siente sienten sentimos sintio sintiendo|preferir prefiere prefieren prefirio|referir refiere refieren refirio refiriendo|sugerir sugiere sugieren sugirio
	requerir requiere requieren requirio requerido requerida|adquirir adquiere adquieren adquirio adquirido
	promover promueve promueven promovemos promovio promoviendo promovido promovida promueva|mover mueve mueven movemos movio|remover remueve remueven
	resolver resuelve resuelven resolvemos resolvio resolviendo resuelto resuelta resueltos|volver vuelve vuelven volvemos volvio volviendo vuelto|devolver devuelve devuelven devolvio devuelto
	pensa pensar piensa piensan|comenza comenzar comienza comienzan|empeza empezar empieza empiezan|recorda recordar recuerda recuerdan|mostra mostrar muestra muestran
	demostra demostrar demuestra demuestran|encontra encontrar encuentra encuentran|acorda acordar acuerda acuerdan|proba probar prueba prueban|aproba aprobar aprueba aprueban|renova renovar renueva renuevan
	alenta alentar alienta alientan|enfrenta enfrentar enfrentamos|cerra cerrar cierra cierran|nega negar niega niegan|
	entende entender entiende entienden|defende defender defiende defienden|perde perder pierde pierden|atende atender atiende atienden|extende extender extiende extienden|tende tender tiende tienden
	elegir elige eligen eligio eligiendo elegido elegida elegidos|corregir corrige corrigen|exigir exige exigen exigio exigiendo exigido|dirigir dirige dirigen dirigio dirigido
	reunir reune reunen reunio reunido reunida|protege proteger protegen protegemos protegio protegiendo protegido protegida protegidos protegidas proteja
	continua continuar continuan continuamos continuando continuado|
	decidir decide deciden decidimos decidio decidieron decidido decidida decididos|cumplir cumple cumplen cumplimos cumplio cumplieron cumpliendo cumplido|asumir asume asumen asumimos asumio asumieron asumiendo asumido
	promete prometer prometio|compromete comprometer comprometen comprometemos comprometio comprometido comprometida comprometidos comprometidas
	vivir vive viven vivimos vivio vivieron viviendo vivido`)
