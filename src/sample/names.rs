//! Invented names. They are put together from rare characters so as to match no real place.

const FIRST: [&str; 20] = [
    "砚", "筠", "霁", "澹", "岫", "漪", "珩", "琅", "缃", "黛", "笙", "榭", "蕖", "棹", "皋", "淙",
    "翊", "鸢", "萤", "笺",
];
const SECOND: [&str; 20] = [
    "川", "汀", "桥", "塘", "亭", "渡", "坊", "岚", "溪", "圃", "湾", "舟", "陌", "榆", "栖", "苑",
    "泉", "屏", "篱", "渚",
];

/// The neighbourhoods, in the order of the planning units.
pub const NEIGHBOURHOODS: [&str; 40] = [
    "枫桥里",
    "砚池里",
    "槐荫坊",
    "听橹里",
    "缃云里",
    "井栏坊",
    "拾穗里",
    "灯市坊",
    "棹歌里",
    "蓼花里",
    "旧埠坊",
    "苇间里",
    "月台坊",
    "鱼鳞里",
    "青团坊",
    "梭子里",
    "墨斗坊",
    "晒盐里",
    "风筝里",
    "豆蔻里",
    "石臼坊",
    "桐油里",
    "卷帘坊",
    "纸鸢里",
    "渡船口",
    "新埠苑",
    "望潮苑",
    "汽笛苑",
    "货栈里",
    "龙骨苑",
    "麦垛苑",
    "锚地苑",
    "信号里",
    "东圃苑",
    "道岔里",
    "长篱苑",
    "煤渣里",
    "萤火苑",
    "扳道里",
    "滩涂苑",
];

/// The sub-districts (街道): two west of the river, parted by a main road, and the east bank.
pub const SUBDISTRICT_OF_COLUMN: [&str; 5] =
    ["砚溪街道", "棹汀街道", "岫渚街道", "岫渚街道", "岫渚街道"];

/// The name of the street with this number, without the word for its rank; none beyond the 400th.
pub fn street(number: usize) -> Option<String> {
    // 7 has no factor in common with 20, so that neighbouring numbers share no character.
    let second = SECOND[(number * 7 + number / 20) % 20];
    (number < 400).then(|| format!("{}{second}", FIRST[number % 20]))
}
