package stem

import "strings"

// French stems a folded French word: plurals, feminine forms, and the common
// forms of verbs. Verbs in -er come to their form in -e, those in -ir that have
// -iss- to the participle in -i.
//
// Without accents a form can belong to two words, marche and marché; such words
// are one before they are stemmed.
func French(word string) string {
	if len(word) < 4 {
		if base, ok := frenchIrregular[word]; ok {
			return base
		}
		return word
	}
	if base, ok := frenchIrregular[word]; ok {
		return base
	}
	if frenchKept[word] {
		return word
	}
	if base := frenchSingular(word); base != word {
		if frenchKept[base] {
			return base
		}
		if irregular, ok := frenchIrregular[base]; ok {
			return irregular
		}
		word = base
	}
	if base, ok := frenchMasculine(word); ok {
		return base
	}
	return frenchVerb(word)
}

// frenchSingular takes the mark of a plural away.
func frenchSingular(word string) string {
	n := len(word)
	switch {
	case strings.HasSuffix(word, "eaux"):
		return word[:n-1]
	case strings.HasSuffix(word, "aux"):
		return word[:n-2] + "l"
	case strings.HasSuffix(word, "eux") && frenchPluralX[word]:
		return word[:n-1]
	case word[n-1] != 's' || strings.HasSuffix(word, "ss") || strings.HasSuffix(word, "us") && !frenchPluralUs(word):
		return word
	case strings.HasSuffix(word, "ons"):
		return frenchFirstPerson(word)
	}
	return word[:n-1]
}

// frenchFirstPerson tells the plurals of nouns in -on from verbs: nations from
// condamnons.
func frenchFirstPerson(word string) string {
	n := len(word)
	noun := word[:n-1]
	switch {
	case n > 9 && strings.HasSuffix(noun, "erion") && !frenchStemsEr[word[:n-4]]:
		return word[:n-5] // souhaiterions
	case strings.HasSuffix(noun, "ion") && !frenchVerbsIon[noun] || frenchNounsOn[noun]:
		return noun
	case strings.HasSuffix(noun, "isson"):
		return word[:n-len("ssons")]
	case n < 6:
		return noun
	case strings.HasSuffix(noun, "geon"):
		return word[:n-3] // partageons
	case n > 8 && strings.HasSuffix(noun, "eron") && !frenchStemsEr[word[:n-3]]:
		return word[:n-4] // the future: condamnerons
	}
	return word[:n-3] + "e"
}

// frenchPluralUs tells the plurals in -us from words that end so, such as
// processus: participles mostly.
func frenchPluralUs(word string) bool {
	return frenchParticipleU(word[:len(word)-1]) || frenchNounsU[word[:len(word)-1]]
}

// frenchMasculine leads from a feminine form to the masculine one, where the
// ending tells.
func frenchMasculine(word string) (string, bool) {
	n := len(word)
	if frenchFeminineNouns[word] {
		return word, true
	}
	for _, e := range frenchFeminineEndings {
		if strings.HasSuffix(word, e.from) && n-len(e.from) >= e.stem {
			return word[:n-len(e.from)] + e.to, true
		}
	}
	switch {
	case strings.HasSuffix(word, "ue") && frenchParticipleU(word[:n-1]):
		return word[:n-1], true
	case word[n-1] == 'e' && frenchAdjectives[word[:n-1]]:
		return word[:n-1], true
	case strings.HasSuffix(word, "ee"):
		return word[:n-1], true
	}
	return word, false
}

// frenchFeminineEndings are endings of feminine adjectives with the masculine
// one, and how many letters must stand before; longer endings first.
var frenchFeminineEndings = []struct {
	from, to string
	stem     int
}{
	{"trice", "teur", 3}, {"ienne", "ien", 2}, {"oyenne", "oyen", 1}, {"eenne", "een", 2}, {"ntielle", "ntiel", 2},
	{"elle", "el", 3}, {"iere", "ie", 2}, {"euse", "eux", 3}, {"aine", "ain", 3}, {"ive", "if", 2},
	{"eure", "eur", 4}, {"aise", "ais", 4}, {"oise", "ois", 4}, {"ante", "ant", 3}, {"ale", "al", 2},
}

// frenchVerb brings the forms of regular verbs together.
func frenchVerb(word string) string {
	n := len(word)
	e := func(cut int) string { // the form in -e without the last letters
		stem := word[:n-cut]
		stem = strings.TrimSuffix(stem, "e")
		return stem + "e"
	}
	for _, end := range frenchFutures {
		if base, ok := strings.CutSuffix(word, end); ok && frenchVerbsIr[base] {
			return base
		}
	}
	switch {
	case frenchNounsEr[word]:
		return word
	case strings.HasSuffix(word, "issaient"):
		return word[:n-7]
	case strings.HasSuffix(word, "issait"), strings.HasSuffix(word, "issant") && frenchVerbsIr[word[:n-5]]:
		return word[:n-5]
	case strings.HasSuffix(word, "issent"):
		return word[:n-5]
	case n > 7 && strings.HasSuffix(word, "eraient") && !frenchStemsEr[word[:n-5]]:
		return e(6)
	case n > 7 && (strings.HasSuffix(word, "eront") || strings.HasSuffix(word, "erait") && !frenchStemsEr[word[:n-3]]):
		return e(4)
	case n > 6 && strings.HasSuffix(word, "era"):
		return e(2)
	case n > 6 && strings.HasSuffix(word, "aient"):
		return e(5)
	case n > 5 && strings.HasSuffix(word, "ait"):
		return e(3)
	case n > 8 && strings.HasSuffix(word, "assent") && !frenchStemsAss[word[:n-3]]:
		return e(6)
	case n > 5 && strings.HasSuffix(word, "a") && !strings.ContainsAny(word[n-2:n-1], "aeiouy") && !frenchNounsA[word]:
		return e(1) // the past: condamna
	case n > 6 && strings.HasSuffix(word, "ant") && !frenchNounsAnt[word]:
		return e(3)
	case n > 5 && (strings.HasSuffix(word, "endre") || strings.HasSuffix(word, "ondre") || strings.HasSuffix(word, "erdre")) && !frenchNounsDre[word]:
		return word[:n-2] + "e"
	case n > 3 && (strings.HasSuffix(word, "end") || strings.HasSuffix(word, "ond") || strings.HasSuffix(word, "erd")) && !frenchNounsNd[word]:
		return word + "e"
	case n > 7 && strings.HasSuffix(word, "erent") && !frenchNounsEnt[word] && !frenchStemsEr[word[:n-3]]:
		return e(4) // adopterent, not preferent
	case n > 5 && strings.HasSuffix(word, "ent") && !strings.HasSuffix(word, "ment") && !frenchNounsEnt[word]:
		return word[:n-2]
	case n > 5 && strings.HasSuffix(word, "ment") && frenchVerbsMent[word]:
		return word[:n-2]
	case n > 4 && strings.HasSuffix(word, "er"):
		return e(2)
	case n > 4 && strings.HasSuffix(word, "ez"):
		return e(2)
	case n > 4 && strings.HasSuffix(word, "ir") && !strings.HasSuffix(word, "oir"):
		return word[:n-1]
	case n > 5 && strings.HasSuffix(word, "it") && frenchVerbsIr[word[:n-1]]:
		return word[:n-1]
	case strings.HasSuffix(word, "ie") && frenchVerbsIr[word[:n-1]]:
		return word[:n-1]
	}
	return word
}

// frenchFutures are what follows on the participle of verbs in -ir in their future
// and conditional.
var frenchFutures = []string{"raient", "rait", "ront", "ra"}

// frenchParticipleU tells participles in -u, whose feminine ends in -ue.
func frenchParticipleU(word string) bool {
	for _, end := range []string{"tenu", "venu", "endu", "ondu", "erdu", "connu", "vecu", "ncu", "battu", "olu", "paru", "couru"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return frenchParticiplesU[word]
}

var frenchParticiplesU = set(`vu lu elu reelu voulu valu prevu pourvu imprevu entrevu depourvu recu percu concu decu apercu conclu exclu inclu emu promu mu nu cru accru
	du issu aigu exigu ambigu superflu contigu cousu tordu mordu`)

var frenchNounsU = set(`individu menu tissu revenu contenu residu but statut debut impot ecu elu inconnu detenu prevenu vertu tribu`)

// frenchKept end like forms of other words and are none: the singular in -s and
// , and what the rules would bring to another word.
var frenchKept = set(`entreprise pays cours temps corps fois mois proces succes acces progres congres deces abus refus processus virus campus consensus bus plus moins sans dans
	vers discours recours concours secours parcours univers divers avis permis compromis commis propos repos dos heros bras cas repas bas gris
	poids fonds fils frais palais marais jamais desormais bois trois alors lors hors ailleurs toujours envers travers mars
	francais anglais congolais senegalais soudanais libanais japonais irlandais portugais neerlandais polonais
	chinois suedois danois hongrois quebecois gabonais togolais rwandais mauvais niais
	taux faux aux chaux eux deux mieux vieux heureux serieux precieux nombreux dangereux religieux courageux ambitieux genereux prix voix choix croix paix noix
	sens gens suspens encens os ours jus us mepris surplus dessous dessus sous nous vous tous puis depuis depens fracas
	apres pres tres expres express texas honduras laos barbados pas
	etats-unis relais rabais apogee
	partie sortie saisie`)

// frenchPluralX are plurals in -eux of words in -eu.
var frenchPluralX = set(`lieux jeux feux milieux enjeux aveux adieux voeux cheveux neveux hebreux essieux banlieux`)

// frenchStemsAss are stems of verbs in -asser, whose present looks like the
// subjunctive of the past.
var frenchStemsAss = set(`depass surpass repass outrepass compass trepass class declass reclass embrass ramass chass pourchass fracass harass amass entass tracass debarrass
	embarrass cuirass ressass croass coass tabass rapetass`)

// frenchNounsA are nouns, and names, in -a that are no past of a verb.
var frenchNounsA = set(`opera agenda schema plasma dogma drama cinema panorama diplomata extra intra infra ultra supra veranda propaganda delta canada angola rwanda uganda
	ghana gambia kenya sahara panama guatemala nicaragua jamaica dominica grenada malta ankara kampala accra obama lubanga katanga ntaganda bemba tanzania
	botswana sparta granada havana barbara sandra yolanda wanda linda referenda addenda memoranda corrigenda errata quota sauna fauna flora senora camera
	sinistra lanka papaya mascara alpha pizza villa manda`)

// frenchNounsAnt are nouns, adjectives and small words in -ant that are more than
// the participle of a verb.
var frenchNounsAnt = set(`important pendant cependant maintenant auparavant representant habitant participant dirigeant manifestant combattant militant etudiant enseignant
	assistant suppleant protestant commandant lieutenant adjudant gouvernant opposant occupant migrant immigrant emigrant figurant croissant montant
	courant constant instant distant restant diamant puissant suffisant insuffisant interessant satisfaisant insatisfaisant survivant suivant brillant
	eclatant abondant independant dependant interdependant elegant vigilant tolerant intolerant ignorant dominant predominant determinant attaquant
	plaignant requerant mendiant passant fabricant consultant exploitant correspondant debutant executant negociant ressortissant calmant carburant
	variant quadrant mechant touchant encourageant alarmant inquietant flagrant ambulant sanglant stagnant ascendant descendant intendant surintendant
	servant imperant exorbitant avenant couchant versant tournant penchant pourtant nonobstant moyennant concernant croyant clairvoyant bruyant attrayant
	defaillant vaillant bienveillant malveillant surveillant travaillant preoccupant insultant humiliant degradant contraignant conquerant arrogant
	fascinant frappant gagnant perdant mandant pratiquant delinquant convaincant communicant sacrificant provocant adherant cooperant refractant
	poursuivant trafiquant gallant remplacant commercant exposant composant deposant imposant reposant absorbant excitant irritant polluant colorant
	fortifiant lubrifiant desinfectant saillant elephant`)

var frenchNounsDre = set(`cendre gendre moindre coriandre calandre scaphandre esclandre salamandre hypocondre`)

var frenchNounsNd = set(`second fond profond fecond infecond vagabond blond moribond rond bond gond reverend plafond girond nauseabond rubicond pudibond weekend`)

// frenchNounsOn are nouns in -on, not in -ion, whose plural looks like a verb.
var frenchNounsOn = set(`raison saison maison prison poison comparaison trahison combinaison liaison cargaison livraison terminaison guerison conjugaison
	salon talon ballon violon colon melon etalon echelon galon pantalon
	patron baron environ citron marron perron ciseron heron
	coton carton beton piéton pieton bouton mouton canton jeton ton feuilleton peloton
	facon lecon garcon soupcon balcon flacon tronçon troncon glacon hamecon rançon rancon
	savon pardon don abandon cordon bidon
	wagon dragon jargon
	canon prenom non guenon chainon maillon
	coupon jupon crampon tampon
	bouchon torchon cochon fanchon
	avion million milliard camion champion espion lion pion
	bon mon son ton long nom poumon saumon demon sermon
	bataillon pavillon brouillon billon echantillon bouillon sillon papillon tourbillon reveillon vermillon rayon crayon moyon layon
	horizon gazon blason tison
	chiffon griffon plafond
	nourrisson buisson boisson poisson moisson frisson hérisson herisson unisson
	second fond front mont pont`)

// frenchVerbsIon are verbs that end like nouns in -ion.
var frenchVerbsIon = set(`remercion apprecion etudion modifion justifion verifion ratifion identifion confion publion oublion envion appuion
	associon rallion allion relion denoncion negocion`)

// frenchStemsEr are stems of verbs in -erer, whose forms look like a future.
var frenchStemsEr = set(`cooper consider reconsider esper desesper liber acceler gener regener degener differ prefer enumer reiter persever toler oper recuper deliber exager
	confer refer defer transfer infer suger insinu inser averer aver gerer ger adher interfer remuner moder refrigerer vocifer incarcer alter`)

// frenchNounsEnt are nouns and adjectives in -ent, -ment aside.
var frenchNounsEnt = set(`president incident accident evident precedent resident dissident occident trident ardent prudent imprudent argent agent urgent intelligent
	diligent indulgent contingent emergent convergent divergent exigent recent innocent adolescent accent decent indecent reticent different parent apparent transparent
	coherent incoherent adherent inherent concurrent recurrent torrent indifferent referent violent excellent talent insolent equivalent polyvalent ambivalent
	opulent turbulent virulent lent corpulent content mecontent competent incompetent patent latent impotent omnipotent penitent intermittent
	eminent imminent continent permanent pertinent impertinent proeminent preeminent souvent couvent avent event fervent present absent omnipresent consent
	frequent consequent eloquent delinquent subsequent inconsequent client patient impatient orient recipient ingredient inconvenient coefficient efficient inefficient deficient
	conscient inconscient quotient serpent affluent confluent influent congruent cent vent dent gent rent arpent detergent insurgent regent tangent onguent negligent
	incipient escient omniscient provident confident antecedent
	`)

// frenchVerbsMent are forms of verbs that look like nouns in -ment.
var frenchVerbsMent = set(`expriment affirment confirment reaffirment reclament proclament declament consomment estiment legitiment transforment forment informent reforment
	aiment nomment programment arment desarment priment suppriment impriment resument assument animent enferment confirment blament clament diffament
	entament entament`)

// frenchNounsEr are nouns, adjectives and adverbs in -er, -ir and the like that
// are no verbs, and would otherwise fall together with another word.
var frenchNounsEr = set(`etranger berger verger hiver enfer amer super inter leader danger cher fier hier papier cancer boulanger passager messager
	cimetiere avenir souvenir plaisir loisir desir navire tir fakir emir martyr menhir saphir
	fait lait parfait souhait trait extrait retrait portrait attrait abstrait distrait satisfait bienfait forfait imparfait
	opera camera caldera etcetera assez chez nez rez poker laser master hacker boxer manager reporter
	officier policier`)

// frenchVerbsIr are the participles of verbs in -ir with -iss-, which also end in
// -it, -ie, -is.
var frenchVerbsIr = set(`garanti etabli retabli reuni uni fini defini redefini choisi reussi saisi agi reagi subi accompli rempli reflechi elargi enrichi affaibli adouci
	franchi fourni muni puni nourri blanchi noirci grandi grossi vieilli rajeuni assujetti investi averti converti diverti reparti bati rebati aneanti ralenti
	enseveli demoli aboli poli trahi envahi haï hai obei desobei surgi rougi jailli faibli durci raccourci eclairci farci minci obscurci approfondi
	poursuivi suivi servi dormi menti senti consenti ressenti sorti acquitti asservi`)

// frenchFeminineNouns are feminine words, and verbs in -e, that look like the
// feminine of an adjective.
var frenchFeminineNouns = set(`initiative rive derive arrive prive suive vive archive perspective directive alternative tentative offensive prerogative locomotive missive invective
	lessive salive gencive cursive olive narrative retrospective cultive motive captive
	heure demeure meure pleure beurre ecoeure effleure
	semaine domaine haine laine plaine fontaine dizaine douzaine quinzaine vingtaine trentaine centaine migraine graine chaine gaine capitaine peine entraine traine
	scandale escale rafale cabale petale cannibale spirale signale escalade installe regale cale sale avale devale vassale
	echelle parcelle etincelle tutelle querelle sequelle nacelle ficelle sentinelle vaisselle passerelle chapelle gazelle modele belle telle quelle celle elle appelle rappelle
	personne colonne couronne donne fonctionne mentionne pardonne antenne vienne tienne prenne
	chante plante implante hante vante tante soixante quarante cinquante
	base cause chaise fraise aise malaise falaise crise angoisse apaise biaise framboise croise
	lumiere matiere maniere frontiere carriere riviere barriere priere banniere derriere arriere biere pierre glaciere cafetiere poussiere croisiere charniere
	creuse meuse accuse berceuse
	 cathedrale morale
	armee annee idee journee soiree duree musee lycee trophee matinee vallee tournee assemblee portee entree arrivee pensee allee fee cle comite epee fusee marée maree
	denree contree corvee rentree montee poignee chaussee odyssee traversee epopee panacee mosquee coree guinee mediterranee pygmee athee
	police justice`)

// frenchAdjectives are adjectives and participles whose feminine has an e more
// and nothing else to tell it by.
var frenchAdjectives = set(`grand petit haut fort vert court lourd sourd lent ouvert couvert offert souffert mort concret complet discret secret inquiet prêt pret
	direct indirect exact strict distinct correct suspect abject intact parfait satisfait abstrait
	different indifferent recent urgent evident violent permanent competent incompetent pertinent eminent imminent excellent intelligent prudent ardent frequent consequent
	subsequent eloquent patient conscient efficient deficient influent congruent absent content mecontent innocent adolescent decent apparent transparent coherent
	inherent concurrent recurrent contingent convergent divergent emergent exigent intermittent fervent equivalent turbulent virulent president resident adherent client
	ecrit inscrit decrit prescrit proscrit souscrit dit interdit predit contredit produit conduit introduit reduit construit detruit instruit gratuit fortuit maudit
	seul profond blond rond fecond second tout joint conjoint saint contraint craint atteint
	general national federal
	commun opportun brun importun
	feminin masculin argentin latin palestin voisin humain divin clandestin philippin enclin
	noir clair pair impair sur dur pur mur obscur futur mineur majeur superieur inferieur exterieur interieur anterieur posterieur ulterieur meilleur
	joli vrai poli hardi
	gris pris compris entrepris mis promis soumis admis transmis omis requis acquis conquis exquis precis concis
	divers pervers
	clos inclus exclus diffus confus obtus
	espagnol civil vil subtil viril
	mauvais anglais`)

// frenchIrregular leads to one form from those that no rule finds.
var frenchIrregular = table(`
	travail travaux|ciel cieux|nouveau nouvelle nouvel nouvelles nouveaux|beau belle bel belles beaux|vieux vieille vieil vieilles|fou folle folles|bon bonne bonnes bons
	blanc blanche blanches blancs|franc franche franches francs|sec seche seches|public publique publiques publics|grec grecque grecs grecques|turc turque turcs turques|long longue longues longs
	gentil gentille|gros grosse grosses|bas basse basses|epais epaisse|faux fausse fausses|doux douce douces|roux rousse|jaloux jalouse|frais fraiche fraiches
	tout toute toutes tous|favori favorite|email emails|bail baux|vitrail vitraux|corail coraux
	faire fait faits faite faites font faisons faisait faisaient fera feront ferait faisant
	dire dit dits disent disons disait disaient dira diront disant dite dites
	voir voit voient voyons voyait vu vue vus vues verra verront voyant
	savoir sait savent savons savait saura sauront
	pouvoir peut peuvent pouvons pouvait pouvaient pourra pourront pourrait pourraient
	vouloir veut veulent voulons voulait voulaient voulu voulue voudra voudrait voudrions
	devoir doit doivent devons devait devaient devra devront devrait devraient devrions
	prendre prend prennent prenons prenait pris prise prises prendra prendront prenant
	comprendre comprend comprennent comprenons compris comprise comprises comprenant
	entreprendre entreprend entreprennent entreprenons entrepris
	mettre met mettent mettons mettait mis mise mises mettra mettront mettant
	permettre permet permettent permettons permettait permettra permettront permettant
	promettre promet promettent promettons promettait
	soumettre soumet soumettent soumettons soumis soumise soumises
	commettre commet commettent commettait
	tenir tient tiennent tenons tenait tenu tenue tenus tenues tiendra tiendront
	soutenir soutient soutiennent soutenons soutenait soutenu soutenue soutenus soutenues soutiendra
	maintenir maintient maintiennent maintenons maintenu maintenue maintenus maintenues
	obtenir obtient obtiennent obtenons obtenu obtenue obtenus obtenues
	appartenir appartient appartiennent
	contenir contient contiennent
	venir vient viennent venons venait venu venue venus venues viendra viendront
	devenir devient deviennent devenu devenue devenus devenues deviendra
	intervenir intervient interviennent intervenu intervenue
	parvenir parvient parviennent parvenu parvenus
	convenir convient conviennent convenu convenue convenus
	rendre rend rendent rendons rendait rendu rendue rendus rendues rendra rendant
	defendre defend defendent defendons defendait defendu defendue defendus
	attendre attend attendent attendons attendait attendu attendue attendus
	entendre entend entendent entendons entendu entendue entendus
	repondre repond repondent repondons repondait repondu repondra
	perdre perd perdent perdons perdait perdu perdue perdus perdues
	reconnaitre reconnait reconnaissent reconnaissons reconnaissait reconnu reconnue reconnus reconnues
	connaitre connait connaissent connaissons connaissait connu connue connus connues
	ecrire ecrit ecrivent ecrivons ecrite ecrits ecrites
	inscrire inscrit inscrivent inscrite inscrits inscrites
	construire construit construisent construisons construite construits construites
	detruire detruit detruisent detruite detruits detruites
	produire produisent produite
	conduire conduit conduisent
	lire lit lisent lisons lu lue lus lues
	elire elit elisent
	poursuivre poursuit poursuivent poursuivons poursuivait poursuivi poursuivie poursuivis poursuivies
	suivre suit suivent suivons suivait suivi suivie suivis
	vivre vit vivent vivons vivait vecu vecue vecus
	croire croit croient croyons croyait
	recevoir recoit recoivent recevons recevait recu recue recus recues
	concevoir concoit concoivent concu concue concus
	agir agit agissent agissons agissait agira
	partir partent partons partait
	sortir sortent sortons sorti sortis
	servir sert servent servons servait servi servie
	sentir sent sentent sentons
	ouvrir ouvre ouvrent ouvrons ouvrait|offrir offrent offrons offrait|souffrir souffre souffrent souffrons
	courir courent|mourir meurt meurent|naitre nait naissent
	appeler appelle appellent appelle appelons appele appelee appeles appelees appelait appellera
	rappeler rappelle rappellent rappelons rappele rappelee rappeles rappelait rappellera
	renouveler renouvelle renouvellent renouvelons renouvele renouvelee
	rejeter rejette rejettent rejetons rejete rejetee
	creer cree creee crees creees creent creons creait creera|agreer agree agreee agrees
	appuyer appuie appuient appuyons appuye appuyee appuyes appuyees appuyait|employer emploient employons
	envoyer envoie envoient envoyons|
	avoir ai as avons avait avaient aura auront aurait|etre est etait etaient|aller allons allait allaient`)
