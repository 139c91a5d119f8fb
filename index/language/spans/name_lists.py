"""Capitalised words that decide whether a name is a place, a person or neither."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    """Names of one or more words, parted by commas or line ends."""
    return frozenset(name.strip() for line in text.splitlines() for name in line.split(",") if name.strip())


STATES = _names("""
    Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Georgia, Hawaii, Idaho, Illinois
    Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota, Mississippi, Missouri
    Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York, North Carolina, North Dakota, Ohio, Oklahoma
    Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah, Vermont, Virginia, Washington
    West Virginia, Wisconsin, Wyoming, District of Columbia, Puerto Rico, Guam, American Samoa, Virgin Islands
    England, Scotland, Wales, Northern Ireland, Ontario, Quebec, Bavaria, British Columbia, Alberta
""")

STATE_ABBREVIATIONS = _names("""
    Ala., Ariz., Ark., Calif., Colo., Conn., Del., Fla., Ga., Ill., Ind., Kan., Ky., La., Mass., Md., Mich., Minn., Miss., Mo.
    Mont., Neb., Nev., N.H., N.J., N.M., N.Y., N.C., N.D., Okla., Ore., Pa., R.I., S.C., S.D., Tenn., Tex., Vt., Va., Wash.
    W.Va., Wis., Wyo., D.C., DC, U.K.
    AL, AK, AZ, AR, CA, CO, CT, DE, FL, GA, HI, ID, IL, IN, IA, KS, KY, LA, ME, MD, MA, MI, MN, MS, MO, MT, NE, NV, NH, NJ
    NM, NY, NC, ND, OH, OK, OR, PA, RI, SC, SD, TN, TX, UT, VT, VA, WA, WV, WI, WY
""")

COUNTRIES = _names("""
    Afghanistan, Albania, Algeria, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan, Bahrain, Bangladesh, Belarus
    Belgium, Belize, Benin, Bhutan, Bolivia, Bosnia, Bosnia and Herzegovina, Botswana, Brazil, Britain, Great Britain, Bulgaria
    Burkina Faso, Burma, Burundi, Cambodia, Cameroon, Canada, Chad, Chile, China, Colombia, Congo, Costa Rica, Croatia, Cuba
    Cyprus, Czech Republic, Czechia, Denmark, Djibouti, Dominican Republic, Ecuador, Egypt, El Salvador, Eritrea, Estonia
    Ethiopia, Fiji, Finland, France, Gabon, Gambia, Georgia, Germany, Ghana, Greece, Greenland, Grenada, Guatemala, Guinea
    Guyana, Haiti, Honduras, Hong Kong, Hungary, Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Ivory Coast
    Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kosovo, Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Liberia, Libya, Lithuania
    Luxembourg, Madagascar, Malawi, Malaysia, Mali, Malta, Mauritania, Mexico, Moldova, Monaco, Mongolia, Montenegro, Morocco
    Mozambique, Myanmar, Namibia, Nepal, Netherlands, New Zealand, Nicaragua, Niger, Nigeria, North Korea, South Korea, Korea
    Republic of Korea, North Macedonia, Macedonia, Norway, Oman, Pakistan, Panama, Papua New Guinea, Paraguay, Peru, Philippines
    Poland, Portugal, Qatar, Romania, Russia, Russian Federation, Rwanda, Saudi Arabia, Senegal, Serbia, Sierra Leone, Singapore
    Slovakia, Slovenia, Somalia, South Africa, South Sudan, Soviet Union, Spain, Sri Lanka, Sudan, Sweden, Switzerland, Syria
    Taiwan, Tajikistan, Tanzania, Thailand, Togo, Trinidad and Tobago, Tunisia, Turkey, Türkiye, Turkmenistan, Uganda, Ukraine
    United Arab Emirates, United Kingdom, UK, United States, U.S., US, USA, United States of America, America, Uruguay
    Uzbekistan, Vatican, Venezuela, Vietnam, Yemen, Yugoslavia, Zambia, Zimbabwe, Palestine, Gaza, West Bank, Crimea, Donbas
    Africa, Asia, Europe, Eastern Europe, Western Europe, North America, South America, Latin America, Central America
    Middle East, Antarctica, Arctic, Balkans, Western Balkans, Caribbean, Indo-Pacific, Southeast Asia, Central Asia
""")

CITIES = _names("""
    Atlanta, Baltimore, Boston, Buffalo, Charleston, Charlotte, Chicago, Cincinnati, Cleveland, Dallas, Denver, Detroit
    Fort Worth, Honolulu, Houston, Indianapolis, Jacksonville, Las Vegas, Los Angeles, Memphis, Miami, Milwaukee, Minneapolis
    Nashville, New Orleans, New York City, Oklahoma City, Orlando, Philadelphia, Phoenix, Pittsburgh, Sacramento, Salt Lake City
    San Antonio, San Diego, San Francisco, San Jose, Seattle, St. Louis, Tampa, Tucson, Washington, Washington D.C.
    Abuja, Addis Ababa, Amman, Amsterdam, Ankara, Athens, Baghdad, Bakhmut, Bali, Bangkok, Barcelona, Beijing, Beirut, Belgrade
    Berlin, Bogotá, Brasilia, Bratislava, Brussels, Bucharest, Budapest, Cairo, Canberra, Cape Town, Caracas, Chisinau, Chişinău
    Copenhagen, Dakar, Damascus, Davos, Delhi, Doha, Dubai, Dublin, Edinburgh, Fallujah, Frankfurt, Geneva, Glasgow, The Hague
    Hague, Hamburg, Hanoi, Havana, Helsinki, Hiroshima, Islamabad, Istanbul, Jakarta, Jeddah, Jerusalem, Johannesburg, Kabul
    Kandahar, Kharkiv, Kherson, Kiev, Kigali, Kyiv, Kyoto, Lagos, Lima, Lisbon, Ljubljana, London, Luxembourg City, Lviv, Madrid
    Manila, Mariupol, Melbourne, Mexico City, Milan, Minsk, Mogadishu, Montreal, Moscow, Mosul, Munich, Nairobi, New Delhi
    Odesa, Oslo, Ottawa, Paris, Podgorica, Prague, Pretoria, Pristina, Quito, Ramallah, Ramstein, Riga, Riyadh, Rome, Santiago
    Sarajevo, Seoul, Shanghai, Skopje, Sofia, Stockholm, Strasbourg, Sydney, Taipei, Tallinn, Tbilisi, Tehran, Tel Aviv, Tirana
    Tokyo, Toronto, Tripoli, Tunis, Vienna, Vilnius, Warsaw, Yerevan, Zagreb, Zurich
    White House, Capitol Hill, Pentagon, Oval Office, Camp David, Rose Garden, Guantanamo Bay, Ground Zero, Kremlin, Wall Street
    Black Sea, Baltic Sea, South China Sea, Taiwan Strait, Gulf Coast, East Coast, West Coast, Midwest, Northeast, Wales
""")

PLACES = STATES | COUNTRIES | CITIES

PLACE_NOUNS = _names("""
    River, County, City, Lake, Island, Islands, Airport, University, Bay, Valley, Basin, Park, Street, Avenue, Base, Harbor, Canal
    Sea, Ocean, Peninsula, Desert, Mountains, Mountain, Hospital, School, College, Center, Centre, Plaza, Bridge, Building, Capitol
    Strait, Reservation, Falls, Beach, Hall, Creek, Cemetery, Museum, Library, Cathedral, Church
    Parish, Township, Village, Elementary, Stadium, Arena, Coast, Monument, Forest, Refuge, Canyon, Point, Station
    Headquarters, headquarters, Palace, Province, Region, Territory, Yard, Shipyard, Laboratory, Dam, Square, Hotel, Institute
""")

OPENING_PLACE_NOUNS = _names("Fort, Ft., Camp, Mount, Mt., Lake, Port, Gulf, Strait, Cape, University")

DIRECTIONS = _names("""
    North, South, East, West, Northern, Southern, Eastern, Western, Central, Northeast, Northwest, Southeast, Southwest
    Northeastern, Northwestern, Southeastern, Southwestern, Upper, Lower, Greater, Downtown, Upstate
""")

TITLES = _names("""
    President, Senator, Senators, Sen., Sens., Secretary, Minister, Prime, Foreign, Defense, Defence, Finance, Chancellor
    Ambassador, Governor, Gov., Mr., Mrs., Ms., Miss, Mr, Mrs, Ms, Dr., Dr, General, Gen., Lt., Lieutenant, Col., Colonel, Major
    Captain, Sergeant, Sgt., Staff, Rep., Reps., Representative, Congressman, Congresswoman, Judge, Justice, Chief, King, Queen
    Prince, Princess, Pope, Mayor, Speaker, Admiral, Chairman, Chairwoman, Chair, Vice, Deputy, Assistant, Director, Administrator
    Commissioner, Attorney, Under, Undersecretary, Leader, Majority, Minority, Premier, Taoiseach, Spokesperson, Spokesman, Press
    Sir, Lady, First, Reverend, Rev., Bishop, Archbishop, Father, Professor, Prof., Officer, Private, Corporal, Cpl., Pfc., Spc.
    Specialist, Commander, Inspector, Advisor, Adviser, Sheriff, Counselor, High, Special, Envoy, Principal, Acting
    Secretary-General, Crown, Coach, Doctor, Madam, Mister, Commandant, Lord, Dame, Baroness
""")

NO_PERSON = _names("""
    Act, Administration, Affairs, Africa, African, Agency, Agenda, Agreement, Agriculture, Aid, Air, Alliance, Allies, America
    American, Americans, Amendment, Appropriations, Area, Armed, Army, Article, Asian, Assembly, Assistance, Association, Audit, Award
    Bank, Battalion, Better, Bill, Black, Blue, Board, Border, Brigade, Britain, British, Budget, Bureau, Business, Cabinet
    Canadian, Capital, Capitol, Care, Caucus, Census, Central, Chamber, Child, Children, Chinese, Christian, Christmas, Church
    Circuit, Citizens, Civil, Clean, Climate, Clinic, Coalition, Coast, Code, Command, Commerce, Commission, Committee, Communications
    Communist, Community, Company, Conference, Congress, Congressional, Conservation, Constitution, Consumer, Contact, Control
    Convention, Cooperation, Corporation, Corps, Council, Country, Court, Credit, Crime, Day, Democratic, Democrats, Department
    Departments, Development, Domestic, Preparedness, Disaster, Disease, District, Division, Drug, Economic, Economy, Education, Elections, Emergency
    Employee, Employment, Energy, Enforcement, Engineers, Environment, Environmental, European, Executive, Export, Fair, Faith
    Families, Family, Farm, Federal, Federation, Fire, First, Fiscal, Flight, Food, Force, Forces, Foreign, Forum, Foundation
    Framework, Free, Freedom, Fund, Funding, German, Global, God, Government, Grant, Grants, Great, Green, Group, Guard, Health
    Heritage, Highway, Hispanic, Home, Homeland, House, Housing, Human, Hurricane, Immigration, Improvement, Independence, Indian
    Industry, Infrastructure, Initiative, Institutes, Insurance, Intelligence, Interior, Internal, International, Internet
    Investment, Iraqi, Israeli, Japanese, Jewish, Job, Jobs, Joint, Judiciary, Korean, Labor, Land, Latino, Law, League, Learning
    Legislative, Library, Loan, Local, Management, Marine, Marines, Market, Medal, Medicaid, Medical, Medicare, Member, Members
    Memorial, Mexican, Military, Minority, Mission, Monetary, Muslim, Nation, National, Nations, Native, Natural, Naval, Navy
    Network, New, News, Nuclear, Office, Officials, Oil, Omnibus, Operation, Operations, Order, Organization, Pacific, Pact
    Palestinian, Panel, Parliament, Partnership, Party, Patriot, Patrol, Peace, Plan, Planning, Police, Policy, Post, Power
    Prescription, Preservation, Prevention, Program, Programs, Progress, Project, Protection, Protocol, Public, Recovery
    Red, Reform, Regulatory, Relations, Relief, Report, Republic, Republican, Republicans, Rescue, Research, Reserve, Resolution
    Resources, Response, Restoration, Review, Rights, Rural, Russian, Safety, Science, Sciences, Section, Security, Senate
    Service, Services, Small, Social, Society, Space, State, States, Statement, Strategic, Strategy, Street, Subcommittee, Summit
    Supreme, System, Task, Tax, Team, Technology, Thanksgiving, Title, Trade, Training, Transit, Transportation, Treasury, Treaty
    Tribal, Tribe, Tribes, Trust, Ukrainian, Union, United, University, Urban, Veterans, Veteran, Volunteer, War, Water, Welfare
    White, Wildlife, Women, Workers, World, Year, Youth, NATO, EU, UN, FEMA, EPA, FBI, COVID, COVID-19, Bipartisan, Build, Back
    English, French, Friday, Monday, Tuesday, Wednesday, Thursday, Saturday, Sunday, January, February, March, June, July
    August, September, October, November, December, Internet, Americas, General's, Gold, Wall, Head, Start, Top, One, Two, Three
    Inflation, Reduction, Affordable, Rose, Garden, Oval, Democrat, Independent, Conservative, Liberal, Labour, Afghan, Iranian
""")
