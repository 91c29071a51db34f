package playground

import "slices"

// river is a watercourse with gauges along it.
type river struct {
	id      string // ASCII slug
	name    string // as people there write it
	country string
	mouth   string
	length  int // kilometres
	flow    int // mean discharge at the mouth, cubic metres a second
	places  [3]string
}

// rivers returns every river. Their number is prime, which lets catalogue
// scatter them over the list and still find a river's gauges by arithmetic.
func rivers() []river {
	return slices.Concat(westernRivers(), easternRivers(), asianRivers(),
		africanRivers(), northernRivers(), southernRivers())
}

func westernRivers() []river {
	return []river{
		{"severn", "Severn", "United Kingdom", "Bristol Channel", 354, 107, [3]string{"Bewdley", "Upton", "Saxons Lode"}},
		{"thames", "Thames", "United Kingdom", "North Sea", 346, 66, [3]string{"Teddington", "Marlow", "Osney"}},
		{"trent", "Trent", "United Kingdom", "Humber", 298, 85, [3]string{"Colwick", "Gunthorpe", "Newark"}},
		{"shannon", "Shannon", "Ireland", "Atlantic Ocean", 360, 208, [3]string{"Athlone", "Banagher", "Killaloe"}},
		{"loire", "Loire", "France", "Atlantic Ocean", 1012, 835, [3]string{"Nevers", "Orléans", "Saumur"}},
		{"seine", "Seine", "France", "English Channel", 777, 560, [3]string{"Austerlitz", "Poses", "Troyes"}},
		{"rhone", "Rhône", "France", "Mediterranean Sea", 813, 1710, [3]string{"Tarascon", "Valence", "Génissiat"}},
		{"garonne", "Garonne", "France", "Gironde", 602, 650, [3]string{"Tonneins", "Agen", "Portet"}},
		{"douro", "Río Duero", "Spain", "Atlantic Ocean", 897, 714, [3]string{"Zamora", "Toro", "Régua"}},
		{"tagus", "Tejo", "Portugal", "Atlantic Ocean", 1007, 500, [3]string{"Santarém", "Almourol", "Aranjuez"}},
		{"ebro", "Ebro", "Spain", "Mediterranean Sea", 930, 426, [3]string{"Zaragoza", "Tortosa", "Logroño"}},
		{"po", "Po", "Italy", "Adriatic Sea", 652, 1540, [3]string{"Pontelagoscuro", "Cremona", "Boretto"}},
		{"tiber", "Tevere", "Italy", "Tyrrhenian Sea", 405, 240, [3]string{"Ripetta", "Orte", "Mezzocammino"}},
	}
}

func easternRivers() []river {
	return []river{
		{"rhine", "Rhein", "Germany", "North Sea", 1233, 2900, [3]string{"Kaub", "Maxau", "Köln"}},
		{"elbe", "Elbe", "Germany", "North Sea", 1094, 870, [3]string{"Dresden", "Magdeburg", "Geesthacht"}},
		{"weser", "Weser", "Germany", "North Sea", 452, 327, [3]string{"Intschede", "Hameln", "Dörverden"}},
		{"danube", "Donau", "Austria", "Black Sea", 2850, 6500, [3]string{"Kienstock", "Korneuburg", "Wildungsmauer"}},
		{"vltava", "Vltava", "Czechia", "Elbe", 430, 150, [3]string{"Chuchle", "Vraňany", "České Budějovice"}},
		{"vistula", "Wisła", "Poland", "Baltic Sea", 1047, 1080, [3]string{"Toruń", "Puławy", "Warszawa"}},
		{"oder", "Odra", "Poland", "Baltic Sea", 866, 574, [3]string{"Głogów", "Malczyce", "Słubice"}},
		{"tisza", "Tisza", "Hungary", "Donau", 966, 792, [3]string{"Szeged", "Szolnok", "Záhony"}},
		{"dnieper", "Дніпро", "Ukraine", "Black Sea", 2201, 1670, [3]string{"Київ", "Канів", "Херсон"}},
		{"volga", "Волга", "Russia", "Caspian Sea", 3531, 8060, [3]string{"Тверь", "Самара", "Астрахань"}},
		{"glomma", "Glomma", "Norway", "Skagerrak", 621, 698, [3]string{"Elverum", "Solbergfoss", "Sarpsfossen"}},
		{"torne", "Torne älv", "Sweden", "Gulf of Bothnia", 522, 388, [3]string{"Pajala", "Kukkolankoski", "Övertorneå"}},
		{"thjorsa", "Þjórsá", "Iceland", "Atlantic Ocean", 230, 360, [3]string{"Krókur", "Urriðafoss", "Norðlingaalda"}},
	}
}

func asianRivers() []river {
	return []river{
		{"mekong", "Mekong", "Laos", "South China Sea", 4350, 16000, [3]string{"Chiang Saen", "Luang Prabang", "Kratie"}},
		{"ganges", "Ganga", "India", "Bay of Bengal", 2525, 16650, [3]string{"Haridwar", "Varanasi", "Farakka"}},
		{"indus", "Indus", "Pakistan", "Arabian Sea", 3180, 6930, [3]string{"Tarbela", "Sukkur", "Kotri"}},
		{"brahmaputra", "Brahmaputra", "India", "Bay of Bengal", 3080, 19800, [3]string{"Pandu", "Dibrugarh", "Tezpur"}},
		{"yangtze", "长江", "China", "East China Sea", 6300, 30200, [3]string{"宜昌", "汉口", "大通"}},
		{"yellow", "黄河", "China", "Bohai Sea", 5464, 2570, [3]string{"花园口", "兰州", "利津"}},
		{"tone", "利根川", "Japan", "Pacific Ocean", 322, 256, [3]string{"栗橋", "前橋", "布川"}},
		{"shinano", "信濃川", "Japan", "Sea of Japan", 367, 518, [3]string{"小千谷", "長岡", "帝石橋"}},
		{"han", "한강", "South Korea", "Yellow Sea", 514, 670, [3]string{"팔당", "여주", "행주"}},
		{"chao-phraya", "Chao Phraya", "Thailand", "Gulf of Thailand", 372, 718, [3]string{"Nakhon Sawan", "Chai Nat", "Bang Sai"}},
		{"euphrates", "al-Furāt", "Iraq", "Persian Gulf", 2800, 356, [3]string{"Haditha", "Hīt", "Karkemish"}},
		{"lena", "Лена", "Russia", "Laptev Sea", 4294, 16870, [3]string{"Якутск", "Киренск", "Кюсюр"}},
		{"amur", "Амур", "Russia", "Sea of Okhotsk", 2824, 11400, [3]string{"Хабаровск", "Покровка", "Комсомольск"}},
	}
}

func africanRivers() []river {
	return []river{
		{"nile", "an-Nīl", "Egypt", "Mediterranean Sea", 6650, 2830, [3]string{"Aswan", "Dongola", "Jinja"}},
		{"congo", "Congo", "DR Congo", "Atlantic Ocean", 4700, 41200, [3]string{"Kinshasa", "Kisangani", "Inga"}},
		{"niger", "Niger", "Mali", "Gulf of Guinea", 4180, 5590, [3]string{"Koulikoro", "Ségou", "Niamey"}},
		{"zambezi", "Zambezi", "Zambia", "Indian Ocean", 2574, 3400, [3]string{"Victoria Falls", "Kariba", "Tete"}},
		{"orange", "Orange", "South Africa", "Atlantic Ocean", 2200, 365, [3]string{"Vioolsdrif", "Upington", "Aliwal North"}},
	}
}

func northernRivers() []river {
	return []river{
		{"yukon", "Yukon", "Canada", "Bering Sea", 3190, 6430, [3]string{"Whitehorse", "Dawson", "Pilot Station"}},
		{"mackenzie", "Mackenzie", "Canada", "Beaufort Sea", 1738, 10300, [3]string{"Norman Wells", "Fort Simpson", "Tsiigehtchic"}},
		{"saint-lawrence", "Saint-Laurent", "Canada", "Atlantic Ocean", 1197, 16800, [3]string{"Sorel", "Trois-Rivières", "Québec"}},
		{"fraser", "Fraser", "Canada", "Strait of Georgia", 1375, 3475, [3]string{"Hope", "Mission", "Shelley"}},
		{"mississippi", "Mississippi", "United States", "Gulf of Mexico", 3766, 16800, [3]string{"St. Paul", "Vicksburg", "Baton Rouge"}},
		{"colorado", "Colorado", "United States", "Gulf of California", 2330, 640, [3]string{"Lees Ferry", "Cisco", "Topock"}},
		{"columbia", "Columbia", "United States", "Pacific Ocean", 2000, 7500, [3]string{"The Dalles", "Wanapum", "Beaver Army"}},
		{"hudson", "Hudson", "United States", "New York Bay", 507, 620, [3]string{"Green Island", "Poughkeepsie", "Hadley"}},
		{"rio-grande", "Río Bravo", "Mexico", "Gulf of Mexico", 3051, 68, [3]string{"Embudo", "El Paso", "Laredo"}},
	}
}

func southernRivers() []river {
	return []river{
		{"amazon", "Amazonas", "Brazil", "Atlantic Ocean", 6400, 209000, [3]string{"Óbidos", "Manacapuru", "Iquitos"}},
		{"parana", "Paraná", "Argentina", "Río de la Plata", 4880, 17300, [3]string{"Corrientes", "Rosario", "Túnel Subfluvial"}},
		{"sao-francisco", "São Francisco", "Brazil", "Atlantic Ocean", 2830, 2940, [3]string{"Pirapora", "Juazeiro", "Propriá"}},
		{"orinoco", "Orinoco", "Venezuela", "Atlantic Ocean", 2140, 37740, [3]string{"Ciudad Bolívar", "Musinacio", "Puerto Ayacucho"}},
		{"magdalena", "Magdalena", "Colombia", "Caribbean Sea", 1528, 7200, [3]string{"Calamar", "Honda", "Puerto Berrío"}},
		{"murray", "Murray", "Australia", "Southern Ocean", 2508, 767, [3]string{"Albury", "Mildura", "Morgan"}},
		{"waikato", "Waikato", "New Zealand", "Tasman Sea", 425, 340, [3]string{"Karāpiro", "Ngāruawāhia", "Huntly"}},
		{"clutha", "Clutha / Mata-Au", "New Zealand", "Pacific Ocean", 338, 614, [3]string{"Balclutha", "Clyde", "Roxburgh"}},
	}
}
