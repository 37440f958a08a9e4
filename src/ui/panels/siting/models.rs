//! What the models are called, and what each does in one sentence.

use crate::language::Text;
use crate::ui::siting::PlanModel;

pub fn model_name(model: PlanModel) -> Text {
    match model {
        PlanModel::MostCovered => Text::new("覆盖居民最多", "Most residents covered"),
        PlanModel::FewestSites => Text::new("全部覆盖，处数最少", "Fewest sites to cover everyone"),
        PlanModel::ShortestMean => Text::new("平均步行最短", "Shortest mean walk"),
        PlanModel::ShortestFarthest => Text::new("最远者步行最短", "Shortest farthest walk"),
        PlanModel::SecondSite => Text::new("有备用的第二处", "A second site as backup"),
        PlanModel::WithRoom => Text::new("容得下的居民最多", "Most residents there is room for"),
        PlanModel::WorstUnit => Text::new("兼顾最差单元", "Coverage with an eye on the worst unit"),
        PlanModel::Front => {
            Text::new("覆盖与最差单元的取舍", "Trade-off: coverage or the worst unit")
        }
        PlanModel::Robust => Text::new("多种情形都稳健", "Robust over several futures"),
        PlanModel::Bundles => Text::new("多项功能组合布点", "Several functions bundled into sites"),
        PlanModel::Phasing => Text::new("拟设项目分年实施", "Order of the proposals by years"),
    }
}

/// What the value of a model's plans is a number of.
pub fn value_name(model: PlanModel) -> Text {
    match model {
        PlanModel::MostCovered => Text::new("覆盖居民", "residents covered"),
        PlanModel::FewestSites => Text::new("处数", "sites"),
        PlanModel::ShortestMean => Text::new("步行合计（人·米）", "walking in all (residents × m)"),
        PlanModel::ShortestFarthest => Text::new("最远步行（米）", "farthest walk (m)"),
        PlanModel::WithRoom => Text::new("容纳居民", "residents with room"),
        PlanModel::SecondSite | PlanModel::WorstUnit | PlanModel::Front => {
            Text::new("目标值（人）", "objective (residents)")
        }
        PlanModel::Robust => Text::new("占各情形最优的份额", "share of the best of each future"),
        PlanModel::Bundles => Text::new("各功能覆盖合计（人次）", "covered over all functions"),
        PlanModel::Phasing => Text::new("历年覆盖合计（人·年）", "resident-years covered"),
    }
}

/// What a model does, in one sentence.
pub fn model_sentence(model: PlanModel) -> Text {
    match model {
        PlanModel::MostCovered => Text::new(
            "步行距离以内的居民最多（最大覆盖）。",
            "The most residents within the walking limit (maximal covering).",
        ),
        PlanModel::FewestSites => Text::new(
            "用最少的处数让所有居民都在步行距离以内（集合覆盖）。",
            "The fewest sites that have everyone within the walking limit (set covering).",
        ),
        PlanModel::ShortestMean => Text::new(
            "居民到最近设施的平均步行最短，不设上限（p-中位）。",
            "The shortest mean walk to the nearest facility, however far (p-median).",
        ),
        PlanModel::ShortestFarthest => Text::new(
            "步行最远的居民走得最短，不设上限（p-中心）。",
            "Whoever walks farthest walks as little as possible (p-centre).",
        ),
        PlanModel::SecondSite => Text::new(
            "一处客满或停办时还有第二处可去：第二处也计分（备用覆盖）。",
            "Where one is full or closed there is another: a second site in reach counts too (backup \
             covering).",
        ),
        PlanModel::WithRoom => Text::new(
            "每处只容纳一定人数，按容得下的居民计（有容量的覆盖）。",
            "Each site has room for so many and no more (capacitated covering).",
        ),
        PlanModel::WorstUnit => Text::new(
            "覆盖居民多，同时抬高覆盖率最低的单元。",
            "Many residents reached, and the unit that fares worst lifted with them.",
        ),
        PlanModel::Front => Text::new(
            "列出所有“要多覆盖就得委屈最差单元”的方案，点选图上的点预览。",
            "All plans of which none covers more without the worst unit losing: click a point of the \
             chart.",
        ),
        PlanModel::Robust => Text::new(
            "无论人口、步行方式怎样变，比各情形的最优都差得最少。",
            "Falls least short of the best, however population or walking turn out.",
        ),
        PlanModel::Bundles => Text::new(
            "在面积、预算和综合体规则之内，决定哪里放哪些功能、各多少平方米。",
            "Which functions go where with how many m², within floor, budget and the rule for complexes.",
        ),
        PlanModel::Phasing => Text::new(
            "每年预算之内先建哪处，使历年覆盖合计最多；不改变位置。",
            "Which proposal opens in which year, so that most are covered over the years within each \
             year's budget; nothing is moved.",
        ),
    }
}
