/* Words for the same thing, a line each, joined by `=`; by `~` if the others are searched only where the one finds nothing. An
   archive may add lines here, or a file of its own beside this one that adds to `search.synonyms`. Capital letters and accents
   make no difference. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  search.synonyms = `
unhcr = hcr = acnur = увкб = 难民署 = 难民事务高级专员公署 = refugees high commissioner = haut-commissariat réfugiés = alto comisionado refugiados = верховного комиссара беженцев = مفوضية اللاجئين = مفوضية شؤون اللاجئين
unrwa = oops = бапор = الأونروا = 近东救济工程处 = 近东巴勒斯坦难民救济和工程处 = relief and works agency = organismo obras públicas socorro palestina = office de secours travaux palestine = ближневосточного агентства палестинским = وكالة إغاثة وتشغيل اللاجئين الفلسطينيين
opcw = oiac = озхо = 禁化武组织 = 禁止化学武器组织 = prohibition of chemical weapons
ctbto = 禁核试组织 = 全面禁止核试验条约组织
ctbt = 全面禁核试条约 = 禁核试条约 = 全面禁止核试验条约
tpnw = 禁核武条约 = 禁止核武器条约 = prohibition of nuclear weapons
npt = 不扩散条约 = 不扩散核武器条约 = non-proliferation of nuclear weapons
iaea = aiea = oiea = магатэ = 原子能机构 = 国际原子能机构
icc = cpi = мус = 国际刑院 = 国际刑事法院 = international criminal court = cour pénale internationale = corte penal internacional = международного уголовного суда = المحكمة الجنائية الدولية
icj = cij = 国际法院 = international court of justice
asean = anase = асеан = 东盟 = 东南亚国家联盟 = association of southeast asian nations
sco = 上合组织 = 上海合作组织
cis = 独联体 = 独立国家联合体
oic = 伊合组织 = 伊斯兰合作组织
oecd = ocde = оэср = 经合组织 = 经济合作与发展组织 = organisation for economic cooperation and development
nepad = 非洲发展新伙伴关系
un-habitat = 人居署 = 人类住区规划署
unep = pnue = pnuma = юнеп = 环境署 = 环境规划署
dprk = north korea = 北朝鲜 = democratic people's republic of korea = 朝鲜民主主义人民共和国
朝鲜 = 朝鲜民主主义人民共和国
burma = birmanie = birmania = бирма = بورما = myanmar = 缅甸
swaziland = eswatini = 斯威士兰
ivory coast = côte d'ivoire = 科特迪瓦
cape verde = cabo verde = 佛得角
east timor = timor-leste = 东帝汶
czech republic = czechia = 捷克
turkey = türkiye = 土耳其
ied = 简易爆炸装置 = improvised explosive devices
salw = 小武器和轻武器 = small arms and light weapons
ldc = ldcs = pma = 最不发达国家 = least developed countries = pays les moins avancés = países menos adelantados = наименее развитых стран
sids = peid = 小岛屿发展中国家 = small island developing states
unifil = finul = fpnul = 联黎部队 = 联合国驻黎巴嫩临时部队
unficyp = 联塞部队 = 联合国驻塞浦路斯维持和平部队
unmiss = minuss = 南苏丹特派团 = 联合国南苏丹特派团
minusma = 马里稳定团 = 联合国马里多层面综合稳定团
minusca = 中非稳定团 = 联合国中非共和国多层面综合稳定团
monusco = 联刚稳定团 = 联合国组织刚果民主共和国稳定特派团 = stabilization democratic republic of the congo
minurso = 西撒特派团 = 联合国西撒哈拉全民投票特派团 = référendum sahara occidental = referéndum sáhara occidental
undof = fnuod = 观察员部队 = 联合国脱离接触观察员部队
unmik = minuk = 科索沃特派团 = 联合国科索沃临时行政当局特派团
unisfa = fisnua = 联阿安全部队 = 联合国阿卜耶伊临时安全部队
interpol = 国际刑警组织 = 国际刑事警察组织
新冠 = 新冠肺炎 = 新冠病毒 = 冠状病毒病 = 2019冠状病毒病 = covid-19
covid = covid19 = covid-19 = coronavirus disease
艾滋病 ~ 艾滋 ~ aids ~ hiv ~ sida ~ 艾滋病毒
联大 ~ 大会
安理会 ~ 安全理事会
外空 = 太空 = 外层空间
轻武器 ~ 小武器
气候变迁 = 气候变化
性别平等 ~ 两性平等
原住民 = 土著人民
残障人士 = 残疾人
网络安全 ~ 信息安全 ~ 网络空间
شعب = شعوب = الشعوب
سلاح = أسلحة = الأسلحة
طفل = أطفال = الأطفال
امرأة = المرأة = النساء
لغم = ألغام = الألغام
حق = حقوق
مدينة = مدن = المدن
مرض = أمراض = الأمراض
person = people = persons
child = children
woman = women
man = men
`;
})(globalThis.unresSearch);
