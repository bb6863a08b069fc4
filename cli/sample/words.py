"""The vocabulary of the sample company: places, trades, titles, subject lines, what customers say.

Every list comes in English and in Chinese, in that order, so that `WORDS[language]` is the list wanted.
"""

from __future__ import annotations

ENGLISH, CHINESE = 0, 1

Lines = dict[str, tuple[str, ...]]
"""Subject lines by channel; {product} and the like are filled in."""

OUR_DOMAIN = "meridian-sensing.example"
CURRENCY = "EUR"

CITIES = (
    ("London", "UK & Ireland", "United Kingdom", ENGLISH),
    ("Chicago", "North America", "United States", ENGLISH),
    ("Manchester", "UK & Ireland", "United Kingdom", ENGLISH),
    ("Toronto", "North America", "Canada", ENGLISH),
    ("Sydney", "Asia Pacific", "Australia", ENGLISH),
    ("Boston", "North America", "United States", ENGLISH),
    ("Dublin", "UK & Ireland", "Ireland", ENGLISH),
    ("上海", "华东", "中国", CHINESE),
    ("深圳", "华南", "中国", CHINESE),
    ("苏州", "华东", "中国", CHINESE),
    ("杭州", "华东", "中国", CHINESE),
    ("成都", "西南", "中国", CHINESE),
)

PHONES = ("+44 7700 9", "+1 312 55", "+44 7700 8", "+1 416 55", "+61 491 5", "+1 617 55", "+353 20 91",
          "+86 170 000", "+86 171 000", "+86 172 000", "+86 173 000", "+86 174 000")  # fmt: skip
"""The phone numbers of each of CITIES begin so, in its country's format, and have five more digits."""

INDUSTRIES = (
    ("Logistics", "物流"),
    ("Medical devices", "医疗器械"),
    ("Food processing", "食品加工"),
    ("Renewable energy", "新能源"),
    ("Mining", "矿业"),
    ("Biotech", "生物科技"),
    ("Packaging", "包装"),
    ("Automotive parts", "汽车零部件"),
    ("Semiconductors", "半导体"),
    ("Precision machinery", "精密机械"),
    ("Chemicals", "化工"),
    ("Aerospace", "航空航天"),
)

COMPANY_NOUNS = (
    ("Freight", "Medical", "Foods", "Renewables", "Minerals", "Biosciences",
     "Packaging", "Automotive", "Microelectronics", "Precision", "Chemicals", "Aerospace"),
    ("物流", "医疗器械", "食品", "新能源", "矿业", "生物科技",
     "包装", "汽车零部件", "半导体", "精密机械", "化工", "航空科技"),
)  # fmt: skip
"""What a company of each of INDUSTRIES has in its name."""

COMPANY_SUFFIXES = (
    ("Ltd", "Group", "& Co", "Holdings", "Partners", "Works"),
    ("有限公司", "股份有限公司", "集团有限公司"),
)

COMPANY_STEMS = {
    "恒": "heng", "瑞": "rui", "鑫": "xin", "泰": "tai", "华": "hua", "盛": "sheng", "宏": "hong", "达": "da",
    "远": "yuan", "通": "tong", "嘉": "jia", "诚": "cheng", "凯": "kai", "科": "ke", "汇": "hui", "信": "xin",
    "博": "bo", "联": "lian", "天": "tian", "海": "hai", "东": "dong", "中": "zhong", "新": "xin", "正": "zheng",
    "德": "de", "安": "an", "永": "yong", "兴": "xing", "金": "jin", "立": "li",
}  # fmt: skip
"""Two of these characters name a Chinese company; their pinyin names its domain."""

PINYIN = {
    **COMPANY_STEMS,
    "王": "wang", "李": "li", "张": "zhang", "刘": "liu", "陈": "chen", "杨": "yang", "黄": "huang", "吴": "wu",
    "赵": "zhao", "周": "zhou", "徐": "xu", "孙": "sun", "马": "ma", "朱": "zhu", "胡": "hu", "林": "lin",
    "郭": "guo", "何": "he", "高": "gao", "罗": "luo", "郑": "zheng", "梁": "liang", "谢": "xie", "宋": "song",
    "唐": "tang", "许": "xu", "邓": "deng", "冯": "feng", "韩": "han", "曹": "cao", "彭": "peng", "萧": "xiao",
    "蔡": "cai", "潘": "pan", "田": "tian", "董": "dong", "袁": "yuan", "于": "yu", "余": "yu", "叶": "ye",
    "蒋": "jiang", "杜": "du", "苏": "su", "魏": "wei", "程": "cheng", "吕": "lv", "丁": "ding", "沈": "shen",
    "任": "ren", "姚": "yao", "卢": "lu", "傅": "fu", "钟": "zhong", "姜": "jiang", "崔": "cui", "谭": "tan",
    "廖": "liao", "范": "fan", "汪": "wang", "陆": "lu", "石": "shi", "戴": "dai", "贾": "jia", "夏": "xia",
    "邱": "qiu", "方": "fang", "侯": "hou", "邹": "zou", "熊": "xiong", "孟": "meng", "秦": "qin", "白": "bai",
    "江": "jiang", "阎": "yan", "薛": "xue", "尹": "yin", "段": "duan", "雷": "lei", "黎": "li", "史": "shi",
    "龙": "long", "陶": "tao", "贺": "he", "顾": "gu", "毛": "mao", "郝": "hao", "龚": "gong", "邵": "shao",
    "伟": "wei", "强": "qiang", "磊": "lei", "洋": "yang", "勇": "yong", "军": "jun", "杰": "jie", "涛": "tao",
    "超": "chao", "明": "ming", "刚": "gang", "平": "ping", "辉": "hui", "鹏": "peng", "飞": "fei", "波": "bo",
    "斌": "bin", "宇": "yu", "浩": "hao", "健": "jian", "俊": "jun", "帆": "fan", "帅": "shuai", "旭": "xu",
    "宁": "ning", "欢": "huan", "佳": "jia", "阳": "yang", "建": "jian", "亮": "liang", "成": "cheng", "峰": "feng",
    "国": "guo", "晨": "chen", "志": "zhi", "兵": "bing", "彬": "bin", "坤": "kun", "岩": "yan", "文": "wen",
    "利": "li", "楠": "nan", "红": "hong", "霞": "xia", "芳": "fang", "娜": "na", "敏": "min", "静": "jing",
    "秀": "xiu", "英": "ying", "丽": "li", "艳": "yan", "娟": "juan", "兰": "lan", "燕": "yan", "玲": "ling",
    "桂": "gui", "丹": "dan", "萍": "ping", "玉": "yu", "梅": "mei", "莉": "li", "珍": "zhen", "婷": "ting",
    "凤": "feng", "晶": "jing", "颖": "ying", "雪": "xue", "慧": "hui", "倩": "qian", "琴": "qin", "畅": "chang",
    "云": "yun", "洁": "jie", "柳": "liu", "淑": "shu", "春": "chun", "冬": "dong", "荣": "rong", "莹": "ying",
    "琳": "lin", "欣": "xin", "香": "xiang", "小": "xiao", "瑜": "yu", "花": "hua", "璐": "lu", "芝": "zhi",
}  # fmt: skip
"""Mandarin readings of the characters in names; a name with another character is not used."""

TITLES = (
    (
        ("Managing Director", "Chief Executive", "Chief Operating Officer", "Chief Financial Officer"),
        ("Head of Procurement", "Operations Director", "Head of Engineering", "Plant Director", "Head of Quality"),
        ("Procurement Manager", "Maintenance Manager", "Production Manager", "Project Manager", "Quality Manager",
         "Automation Lead", "IT Manager"),
        ("Maintenance Engineer", "Process Engineer", "Buyer", "Quality Technician", "Project Assistant",
         "Controls Engineer", "Warehouse Planner"),
    ),
    (
        ("总经理", "董事长", "副总经理", "财务总监"),
        ("采购总监", "运营总监", "技术总监", "厂长", "质量总监"),
        ("采购经理", "设备经理", "生产经理", "项目经理", "质量经理", "自动化主管", "信息部经理"),
        ("设备工程师", "工艺工程师", "采购员", "质检员", "项目助理", "电气工程师", "计划员"),
    ),
)  # fmt: skip
"""By language, then by seniority: 0 runs the company, 3 does the work."""

ROLES = (
    ("decision maker", "decision maker", "champion", "budget holder"),
    ("decision maker", "champion", "budget holder", "evaluator"),
    ("champion", "evaluator", "user", "user"),
    ("user", "user", "user", "gatekeeper"),
)
"""Parts in buying, by seniority."""

PRODUCT_FAMILIES = (
    ("Flow sensor FS", "Sensors", 240.0),
    ("Pressure sensor PS", "Sensors", 190.0),
    ("Temperature probe TP", "Sensors", 85.0),
    ("Vibration monitor VM", "Sensors", 620.0),
    ("Level gauge LG", "Sensors", 310.0),
    ("Edge gateway EG", "Connectivity", 980.0),
    ("Radio module RM", "Connectivity", 140.0),
    ("Data logger DL", "Connectivity", 450.0),
    ("Insight licence IL", "Software", 3600.0),
    ("Predict licence PL", "Software", 7800.0),
    ("Calibration service CS", "Services", 520.0),
    ("On-site training OT", "Services", 1900.0),
)

PROGRAMS = (("Customer advocates", "Partner referral", ""), ("老客户推荐", "合作伙伴推荐", ""))

RELATIONS = ("former colleague", "colleague", "partner", "friend", "classmate", "family", "mentor")

CHANNELS = ("mail", "call", "meeting", "visit", "chat", "ticket", "mention")

ACCOUNT, CIRCLE, HUB, NEWSLETTER = range(4)
"""Scenes of an interaction: our account work, contacts among themselves, around an influencer, a mailing."""

CHANNEL_SHARES = (
    (
        (0.30, 0.26, 0.25, 0.09, 0.04, 0.05, 0.01),
        (0.44, 0.14, 0.24, 0.00, 0.14, 0.00, 0.04),
        (0.22, 0.18, 0.46, 0.04, 0.10, 0.00, 0.00),
        (1.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00),
    ),
    (
        (0.10, 0.24, 0.22, 0.16, 0.24, 0.03, 0.01),
        (0.10, 0.16, 0.26, 0.00, 0.46, 0.00, 0.02),
        (0.08, 0.18, 0.46, 0.06, 0.22, 0.00, 0.00),
        (1.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00),
    ),
)
"""Share of each of CHANNELS, by language and scene; in China business is done by chat."""

_AMONG_ENGLISH: Lines = {
    "mail": ("Introduction: {company} and {company2}", "Re: {industry} benchmark", "Who to ask about {product}?",
             "Notes from the {city} round table", "Re: supplier recommendation", "Fwd: {product} experience",
             "Draft agenda {industry} user group", "Re: shared test results"),
    "call": ("Reference call on {product}", "Exchange on commissioning", "Catch-up after the {city} meeting",
             "Call about joint tender"),
    "meeting": ("{industry} round table {city}", "{city} user group", "Reference visit debrief",
                "Working group on standards", "Breakfast with {industry} peers"),
    "chat": ("{city} {industry} group", "Quick question on {product}",
             "Seeing you on Thursday?", "Group: user meeting"),
    "mention": ("Mentioned when asked for a reference", "Named as example in {city}"),
    "visit": ("Site visit at {company}", "Reference visit: {product} in use"),
}  # fmt: skip

_AMONG_CHINESE: Lines = {
    "mail": ("介绍认识：{company}与{company2}", "回复：{industry}同行交流", "转发：{product}使用心得",
             "{city}沙龙纪要", "回复：供应商推荐"),
    "call": ("{product}使用情况交流", "电话沟通联合投标", "{city}会后跟进"),
    "meeting": ("{city}{industry}圆桌会", "{city}用户交流会", "标准工作组会议", "同行早餐会", "参观后座谈"),
    "chat": ("{city}{industry}交流群", "问一下{product}的情况", "周四见面吗？", "用户会微信群", "请教一个安装问题"),
    "mention": ("推荐时提到", "在{city}交流时提及"),
    "visit": ("参观{company}现场", "参观学习：{product}应用"),
}  # fmt: skip

_ACCOUNT_ENGLISH: Lines = {
    "mail": ("Offer for {product}", "Re: Offer for {product}", "Delivery date {product}", "Re: open invoice",
             "Order confirmation {product}", "Follow-up to our meeting", "Re: Question on {product}",
             "Updated price list", "Re: framework agreement", "Spare parts for {product}"),
    "call": ("Follow-up call on {product}", "Call about delivery", "Price discussion {product}", "Short status call"),
    "meeting": ("Quarterly review {company}", "Kick-off {product}", "Contract review", "Product demo {product}"),
    "visit": ("Site visit {company}", "Commissioning of {product}", "Annual visit"),
    "chat": ("Quick check on delivery", "Photo of the type plate {product}",
             "Time for a call?", "Is {product} in stock?"),
    "ticket": ("{product} shows no reading", "Calibration of {product} due", "Wrong item delivered",
               "Login not possible", "Firmware update {product}"),
    "mention": ("Mentioned us in a trade journal", "Shared our post on {product}"),
}  # fmt: skip

_ACCOUNT_CHINESE: Lines = {
    "mail": ("{product}报价", "回复：{product}报价", "{product}交货期", "回复：发票事宜",
             "订单确认 {product}", "会议纪要", "框架协议修改稿"),
    "call": ("{product}跟进电话", "电话沟通交期", "商谈价格", "例行回访"),
    "meeting": ("{company}季度回顾", "{product}项目启动会", "合同评审", "{product}产品演示"),
    "visit": ("拜访{company}", "{product}现场调试", "年度拜访"),
    "chat": ("微信沟通交期", "{product}铭牌照片", "方便通个电话吗？", "{product}有现货吗？", "已收到，谢谢"),
    "ticket": ("{product}无读数", "{product}校准到期", "发错货", "系统无法登录", "{product}固件升级"),
    "mention": ("在行业期刊中提到我们", "转发了我们的{product}文章"),
}  # fmt: skip

_NEWSLETTER_ENGLISH: Lines = {
    "mail": ("Meridian news: {product}", "Invitation: {industry} day {city}", "What is new this quarter")
}
_NEWSLETTER_CHINESE: Lines = {"mail": ("明锐传感资讯：{product}", "邀请函：{city}{industry}开放日", "本季新品")}

SUBJECTS = (
    (_ACCOUNT_ENGLISH, _AMONG_ENGLISH, _AMONG_ENGLISH, _NEWSLETTER_ENGLISH),
    (_ACCOUNT_CHINESE, _AMONG_CHINESE, _AMONG_CHINESE, _NEWSLETTER_CHINESE),
)
"""Subject lines, by language, scene and channel."""

FEEDBACK_KINDS = (("nps", 0, 10), ("csat", 1, 5), ("ces", 1, 7), ("review", 1, 5), ("complaint", 1, 5))
"""Kinds of feedback with the ends of their scales."""

FEEDBACK_TEXTS = (
    (
        ("Deliveries late again, nobody calls back.", "The readings drift after two weeks.",
         "Too expensive for what it does."),
        ("Does what it should.", "Good product, slow support.", "Delivery was on time, documentation is thin."),
        ("Excellent support, solved the same day.", "We recommended you to our neighbours.",
         "Runs without a fault for a year."),
    ),
    (
        ("交货又延迟了，没有人回电话。", "用了两周读数就漂移。", "价格偏高，性价比一般。"),
        ("基本满足使用要求。", "产品不错，售后响应慢。", "按时到货，说明书太简单。"),
        ("售后非常及时，当天解决。", "已经推荐给同行了。", "稳定运行一年无故障。"),
    ),
)  # fmt: skip
"""What customers say, by language and mood: bad, middling, good."""

HEADERS = {
    "客户": {
        "id": "客户编号", "name": "客户名称", "kind": "客户类型", "industry": "行业", "region": "地区", "city": "城市",
        "country": "国家", "parent": "上级客户", "owner": "负责人", "email": "邮箱", "phone": "电话",
        "website": "网站", "created_at": "创建时间",
    },
    "联系人": {
        "id": "联系人编号", "name": "姓名", "customer": "客户编号", "title": "职务", "role": "角色", "email": "邮箱",
        "phone": "手机", "city": "城市", "address": "地址", "opted_out": "退订",
    },
}  # fmt: skip
"""Column headings of the files that the Chinese office exports."""
