"""Some four hundred names of the region as three clerks write them: Uzbek or Kazakh Latin, the national
Cyrillic, and Russian; with Arabic letters where they are in use. Written by hand, none of it made by code."""

WOMEN = """
Gulnora Гулнора Гульнара غولنورا | Gulnoza Гулноза Гульноза | Gulsara Гулсара Гульсара
Gulbahor Гулбаҳор Гульбахор | Gulchehra Гулчеҳра Гульчехра | Gulshan Гулшан Гульшан
Dilnoza Дилноза Дильноза | Dilfuza Дилфуза Дильфуза | Dilbar Дилбар Дильбар | Dildora Дилдора Дильдора
Dilorom Дилором Диларам | Dilrabo Дилрабо Дильрабо | Dilafruz Дилафрўз Дилафруз
Nargiza Наргиза Наргиза نرجس | Nigora Нигора Нигора | Nilufar Нилуфар Нилуфар نيلوفر
Nodira Нодира Надира نادرة | Nozima Нозима Назима | Nasiba Насиба Насиба نسيبة
Nafisa Нафиса Нафиса نفيسة | Oysha Ойша Айша عائشة | Ozoda Озода Азада | Oʻgʻiloy Ўғилой Угилай
Oygul Ойгул Айгуль | Oydin Ойдин Айдын | Odina Одина Адина | Fotima Фотима Фатима فاطمة
Feruza Феруза Феруза | Farida Фарида Фарида فريدة | Farangiz Фарангиз Фарангиз | Zuhra Зуҳра Зухра زهرة
Zulfiya Зулфия Зульфия | Zulayho Зулайҳо Зулайха زليخة | Zaynab Зайнаб Зейнаб زينب
Zamira Замира Замира | Zarina Зарина Зарина | Zebiniso Зебинисо Зебиниса | Zilola Зилола Зилола
Ziyoda Зиёда Зияда | Zumrad Зумрад Зумрад | Madina Мадина Мадина مدينة | Malika Малика Малика مليكة
Malohat Малоҳат Малахат | Maryam Марям Мариам مريم | Mohira Моҳира Махира | Mohinur Моҳинур Махинур
Muhayyo Муҳайё Мухайё | Munira Мунира Мунира منيرة | Muslima Муслима Муслима مسلمة
Mavluda Мавлуда Мавлюда | Mahliyo Маҳлиё Махлиё | Mubina Мубина Мубина | Muxlisa Мухлиса Мухлиса
Shahnoza Шаҳноза Шахноза | Shahlo Шаҳло Шахло شهلا | Shahzoda Шаҳзода Шахзода
Shohida Шоҳида Шахида شاهدة | Shoira Шоира Шаира | Sharifa Шарифа Шарифа شريفة
Shirin Ширин Ширин شيرين | Shamsiya Шамсия Шамсия شمسية | Sumayya Сумайя Сумая سمية
Safiya Сафия Сафия صفية | Saodat Саодат Саадат سعادت | Sabohat Сабоҳат Сабахат | Sadoqat Садоқат Садакат
Sevara Севара Севара | Sitora Ситора Ситара | Surayyo Сурайё Сурайё | Sarvinoz Сарвиноз Сарвиноз
Soliha Солиҳа Салиха صالحة | Saida Саида Саида سعيدة | Xadicha Хадича Хадича خديجة
Xurshida Хуршида Хуршида | Xayriniso Хайринисо Хайриниса | Xolida Холида Халида خالدة
Habiba Ҳабиба Хабиба حبيبة | Hafsa Ҳафса Хафса حفصة | Halima Ҳалима Халима حليمة
Hamida Ҳамида Хамида حميدة | Hilola Ҳилола Хилола | Ruqiya Руқия Рукия رقية | Robiya Робия Рабия رابعة
Rohila Роҳила Рахила | Rayhona Райҳона Райхана ريحانة | Ruxshona Рухшона Рухшона | Iroda Ирода Ирода
Inobat Инобат Инобат | Umida Умида Умида | Kamola Камола Камола كمالة | Komila Комила Камила كاملة
Karima Карима Карима كريمة | Lola Лола Лола | Lutfiya Лутфия Лютфия لطفية | Laylo Лайло Лейла ليلى
Lobar Лобар Лобар | Barno Барно Барно | Bahora Баҳора Бахора | Jamila Жамила Джамиля جميلة
Yulduz Юлдуз Юлдуз | Yasmina Ясмина Ясмина ياسمينة | Durdona Дурдона Дурдона
Vazira Вазира Вазира وزيرة | Tabassum Табассум Табассум | Tursunoy Турсуной Турсуной
Aziza Азиза Азиза عزيزة | Amina Амина Амина أمينة | Asma Асма Асма أسماء | Adolat Адолат Адолат
Aliya Алия Алия عالية | Qumri Қумри Кумри | Aigerim Әйгерім Айгерим | Ainur Айнұр Айнур
Aruzhan Аружан Аружан | Botagoz Ботагөз Ботагоз | Gulmira Гүлмира Гульмира | Zhanar Жанар Жанар
Zhuldyz Жұлдыз Жулдыз | Saltanat Салтанат Салтанат | Dinara Динара Динара | Togzhan Тоғжан Тогжан
Symbat Сымбат Сымбат | Perizat Перизат Перизат | Aizada Айзада Айзада | Altynai Алтынай Алтынай
Anara Анара Анара | Hajar Ҳожар Хаджар هاجر | Basma Басма Басма بسمة | Salma Салма Сальма سلمى
Marwa Марва Марва مروة | Huda Ҳуда Худа هدى
"""

MEN = """
Bekzod Бекзод Бекзод | Jasur Жасур Джасур | Jahongir Жаҳонгир Джахангир | Jamshid Жамшид Джамшид جمشيد
Javohir Жавоҳир Джавахир | Sardor Сардор Сардор | Sarvar Сарвар Сарвар | Sanjar Санжар Санджар
Sherzod Шерзод Шерзод | Shuhrat Шуҳрат Шухрат | Shohruh Шоҳруҳ Шахрух شاهرخ | Shavkat Шавкат Шавкат شوكت
Sulaymon Сулаймон Сулейман سليمان | Solih Солиҳ Салих صالح | Salim Салим Салим سليم
Said Саид Саид سعيد | Saʼdulla Саъдулла Садулла | Sayfiddin Сайфиддин Сайфуддин سيف الدين
Abdulloh Абдуллоҳ Абдуллах عبد الله | Abdurahmon Абдураҳмон Абдурахман عبد الرحمن
Abdurashid Абдурашид Абдурашид عبد الرشيد | Abdulaziz Абдулазиз Абдулазиз عبد العزيز
Abdumalik Абдумалик Абдумалик عبد الملك | Abdurahim Абдураҳим Абдурахим عبد الرحيم
Abubakr Абубакр Абубакр أبو بكر | Ahmad Аҳмад Ахмад أحمد | Akmal Акмал Акмаль أكمل
Akbar Акбар Акбар أكبر | Akrom Акром Акрам أكرم | Alisher Алишер Алишер | Ali Али Али علي
Anvar Анвар Анвар أنور | Azamat Азамат Азамат | Aziz Азиз Азиз عزيز | Asad Асад Асад أسد
Bobur Бобур Бабур | Botir Ботир Батыр | Bahodir Баҳодир Бахадыр بهادر | Bahrom Баҳром Бахрам بهرام
Baxtiyor Бахтиёр Бахтияр | Bilol Билол Билал بلال | Behruz Беҳруз Бехруз | Davron Даврон Даврон
Davlat Давлат Давлат دولت | Dilshod Дилшод Дильшод | Doniyor Дониёр Данияр | Dovud Довуд Давуд داود
Diyor Диёр Диёр | Elyor Элёр Элёр | Eldor Элдор Эльдор | Erkin Эркин Эркин | Farhod Фарҳод Фархад فرهاد
Farrux Фаррух Фаррух فرخ | Firdavs Фирдавс Фирдавс فردوس | Fayzulla Файзулла Файзулла فيض الله
Hamza Ҳамза Хамза حمزة | Hasan Ҳасан Хасан حسن | Husan Ҳусан Хусан | Husayn Ҳусайн Хусейн حسين
Hamid Ҳамид Хамид حميد | Habib Ҳабиб Хабиб حبيب | Humoyun Ҳумоюн Хумоюн
Ibrohim Иброҳим Ибрагим إبراهيم | Ilhom Илҳом Ильхом إلهام | Ilyos Илёс Ильяс إلياس
Imron Имрон Имран عمران | Islom Ислом Ислам إسلام | Ismoil Исмоил Исмаил إسماعيل
Ismat Исмат Исмат عصمت | Isʼhoq Исҳоқ Исхак إسحاق | Komil Комил Камил كامل | Karim Карим Карим كريم
Kamol Камол Камал كمال | Mansur Мансур Мансур منصور | Mahmud Маҳмуд Махмуд محمود
Muhammad Муҳаммад Мухаммед محمد | Murod Мурод Мурад مراد | Mustafo Мустафо Мустафа مصطفى
Muso Мусо Муса موسى | Mirzo Мирзо Мирза ميرزا | Nodir Нодир Надир نادر
Nuriddin Нуриддин Нуриддин نور الدين | Navroʻz Наврўз Навруз نوروز | Nurlan Нұрлан Нурлан
Odil Одил Адил عادل | Olim Олим Алим عالم | Orif Ориф Ариф عارف | Otabek Отабек Атабек
Oybek Ойбек Айбек | Ozod Озод Азад آزاد | Parviz Парвиз Парвиз پرويز | Qahramon Қаҳрамон Кахраман قهرمان
Qodir Қодир Кадыр قادر | Qosim Қосим Касым قاسم | Ravshan Равшан Равшан | Rustam Рустам Рустам رستم
Rahmat Раҳмат Рахмат رحمت | Ramazon Рамазон Рамазан رمضان | Rasul Расул Расул رسول
Suhrob Суҳроб Сухроб سهراب | Temur Темур Тимур تيمور | Tohir Тоҳир Тахир طاهر | Toʻlqin Тўлқин Тулкин
Tursun Турсун Турсун | Ulugʻbek Улуғбек Улугбек | Umar Умар Омар عمر | Umid Умид Умид
Usmon Усмон Осман عثمان | Yahyo Яҳё Яхья يحيى | Yaqub Яқуб Якуб يعقوب | Yusuf Юсуф Юсуф يوسف
Yosin Ёсин Ясин ياسين | Zafar Зафар Зафар ظفر | Zokir Зокир Закир ذاكر | Zohid Зоҳид Захид زاهد
Ziyod Зиёд Зияд زياد | Xurshid Хуршид Хуршид | Xolid Холид Халид خالد | Nurbek Нурбек Нурбек
Mardon Мардон Мардон | Daniyar Данияр Данияр | Yerlan Ерлан Ерлан | Kairat Қайрат Кайрат
Talgat Талғат Талгат | Serik Серік Серик | Zhasulan Жасұлан Жасулан | Askar Асқар Аскар
Nursultan Нұрсұлтан Нурсултан | Bolat Болат Болат | Marat Марат Марат | Zubayr Зубайр Зубаир زبير
Walid Валид Валид وليد | Yasir Ёсир Ясир ياسر | Anas Анас Анас أنس | Salmon Салмон Салман سلمان
"""

SURNAMES = """
Yoʻldoshev Йўлдошев Юлдашев | Karimov Каримов Каримов | Rahimov Раҳимов Рахимов | Toʻrayev Тўраев Тураев
Gʻofurov Ғофуров Гафуров | Ismoilov Исмоилов Исмаилов | Nazarov Назаров Назаров
Qodirov Қодиров Кадыров | Xolmatov Холматов Халматов | Saidov Саидов Саидов | Tursunov Турсунов Турсунов
Ergashev Эргашев Эргашев | Hamidov Ҳамидов Хамидов | Jalolov Жалолов Джалалов | Mirzayev Мирзаев Мирзаев
Normatov Норматов Норматов | Olimov Олимов Алимов | Poʻlatov Пўлатов Пулатов | Sharipov Шарипов Шарипов
Usmonov Усмонов Усманов | Yusupov Юсупов Юсупов | Zokirov Зокиров Закиров
Abdullayev Абдуллаев Абдуллаев | Boboyev Бобоев Бабаев | Choriyev Чориев Чориев
Abdurahmonov Абдураҳмонов Абдурахманов | Ahmedov Аҳмедов Ахмедов | Akbarov Акбаров Акбаров
Aliyev Алиев Алиев | Aminov Аминов Аминов | Ashurov Ашуров Ашуров | Azimov Азимов Азимов
Bekmurodov Бекмуродов Бекмурадов | Botirov Ботиров Батыров | Boymurodov Боймуродов Баймурадов
Davronov Давронов Давронов | Egamberdiyev Эгамбердиев Эгамбердыев | Eshonqulov Эшонқулов Эшанкулов
Eshmatov Эшматов Эшматов | Fayziyev Файзиев Файзиев | Fozilov Фозилов Фазилов
Haydarov Ҳайдаров Хайдаров | Hakimov Ҳакимов Хакимов | Hasanov Ҳасанов Хасанов | Hojiyev Ҳожиев Ходжиев
Husanov Ҳусанов Хусанов | Ibragimov Ибрагимов Ибрагимов | Inoyatov Иноятов Иноятов
Isroilov Исроилов Исраилов | Jabborov Жабборов Джаббаров | Joʻrayev Жўраев Джураев
Jumayev Жумаев Джумаев | Kamolov Камолов Камалов | Kenjayev Кенжаев Кенджаев | Latipov Латипов Латыпов
Madaminov Мадаминов Мадаминов | Mahkamov Маҳкамов Махкамов | Mahmudov Маҳмудов Махмудов
Mamatov Маматов Маматов | Mansurov Мансуров Мансуров | Matyoqubov Матёқубов Матякубов
Mirzaahmedov Мирзааҳмедов Мирзаахмедов | Moʻminov Мўминов Муминов | Muhammadiyev Муҳаммадиев Мухаммадиев
Murodov Муродов Мурадов | Musayev Мусаев Мусаев | Nabiyev Набиев Набиев
Narzullayev Нарзуллаев Нарзуллаев | Nematov Неъматов Нематов | Nizomov Низомов Низамов
Norboyev Норбоев Норбаев | Nurmatov Нурматов Нурматов | Ochilov Очилов Очилов | Oripov Орипов Арипов
Ortiqov Ортиқов Артыков | Oʻrinov Ўринов Уринов | Oʻtkirov Ўткиров Уткиров | Ostonov Остонов Останов
Qambarov Қамбаров Камбаров | Qosimov Қосимов Касымов | Qoʻchqorov Қўчқоров Кучкаров
Quvondiqov Қувондиқов Кувандыков | Rajabov Ражабов Раджабов | Rahmonov Раҳмонов Рахманов
Rashidov Рашидов Рашидов | Rasulov Расулов Расулов | Roʻziyev Рўзиев Рузиев | Rustamov Рустамов Рустамов
Sattorov Сатторов Саттаров | Safarov Сафаров Сафаров | Samadov Самадов Самадов | Sobirov Собиров Сабиров
Sodiqov Содиқов Садыков | Soliyev Солиев Салиев | Sultonov Султонов Султанов | Suyunov Суюнов Суюнов
Shodmonov Шодмонов Шадманов | Shermatov Шерматов Шерматов | Shukurov Шукуров Шукуров
Tillayev Тиллаев Тиллаев | Toshmatov Тошматов Ташматов | Toshpoʻlatov Тошпўлатов Ташпулатов
Toxtayev Тохтаев Тахтаев | Tohirov Тоҳиров Тахиров | Umarov Умаров Умаров | Usmanov Усманов Усманов
Valiyev Валиев Валиев | Vohidov Воҳидов Вахидов | Xudoyberdiyev Худойбердиев Худайбердиев
Xudoyorov Худоёров Худаяров | Xolboyev Холбоев Халбаев | Xoʻjayev Хўжаев Ходжаев
Yodgorov Ёдгоров Ядгаров | Yoqubov Ёқубов Якубов | Yuldoshov Юлдошов Юлдашов | Yunusov Юнусов Юнусов
Zaripov Зарипов Зарипов | Ziyayev Зияев Зияев | Zoirov Зоиров Заиров | Zufarov Зуфаров Зуфаров
Soatov Соатов Саатов | Sodirov Содиров Садыров | Tojiyev Тожиев Таджиев | Turdiyev Турдиев Турдыев
Xasanboyev Хасанбоев Хасанбаев | Mamajonov Мамажонов Мамаджанов | Nurpeisov Нұрпейісов Нурпеисов
Akhmetov Ахметов Ахметов | Zhumabayev Жұмабаев Жумабаев | Sadykov Садықов Садыков | Omarov Омаров Омаров
Suleimenov Сүлейменов Сулейменов | Iskakov Ысқақов Искаков | Bekenov Бекенов Бекенов
Dzhaksybekov Жақсыбеков Джаксыбеков | Tokayev Тоқаев Токаев | Kassymov Қасымов Касымов
Abenov Әбенов Абенов | Smagulov Смағұлов Смагулов | Utegenov Өтегенов Утегенов | Mamytov Мамытов Мамытов
Toktogulov Токтогулов Токтогулов | Sydykov Сыдыков Сыдыков | Asanov Асанов Асанов
Osmonov Осмонов Осмонов
"""

Spellings = tuple[str, ...]


def read(table: str) -> list[Spellings]:
    """Each name as (Latin, national Cyrillic, Russian[, Arabic])."""
    return [tuple(entry.split(" ", 3)) for line in table.strip().split("\n") for entry in line.split(" | ")]
