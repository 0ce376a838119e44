export interface ResidentMessage {
  readonly title: string;
  readonly text: string;
}

/** What the residents of the demo city write: authored for it. `{place}` is the name of their neighbourhood. */
export const RESIDENT_MESSAGES: readonly ResidentMessage[] = [
  {
    title: '夜里没有车位',
    text: '{place}晚上九点以后一个车位都找不到,有人把车停在消防通道上,请帮忙想办法。',
  },
  { title: '路灯不亮', text: '{place}门口三盏路灯坏了一个星期,老人晚上出门不安全,盼望尽快修好。' },
  { title: '楼道漏水', text: '{place}五楼楼顶漏水,雨天楼道全是水,物业说要等维修基金,已经等了两个月。' },
  { title: '垃圾堆放', text: '{place}垃圾房旁边的建筑垃圾堆了十几天,味道很大,没有人清运。' },
  { title: '广场舞音响太吵', text: '{place}小广场每天晚上音响开到十点半,孩子要写作业,噪音实在太大。' },
  { title: '工地夜间施工', text: '{place}旁边的工地凌晨还在浇混凝土,噪声扰民,连续三个晚上没睡好。' },
  { title: '自来水发黄', text: '{place}这两天自来水发黄,放了半小时还是浑浊,不敢用来做饭。' },
  { title: '突然停水', text: '{place}从早上六点停水到现在,没有看到任何通知,家里有病人。' },
  { title: '燃气味道', text: '{place}二号楼楼道里有很浓的燃气泄漏味道,请马上派人来看!' },
  { title: '电梯困人', text: '{place}四号楼电梯这个月第三次困人,老人孩子都不敢乘,请督促维修。' },
  { title: '道路坑洼', text: '{place}前面的路挖开以后没有修平,下雨积水,已经有人骑车摔倒。' },
  { title: '公交站太远', text: '{place}到最近的公交车站要走二十五分钟,能不能增加一个站点。' },
  { title: '拖欠工资', text: '我在{place}附近的工地做工,老板拖欠工资三个月,打电话不接,请帮忙讨薪。' },
  { title: '社保转移', text: '我从外地回到{place},养老保险关系转移办了半年没有结果,两边互相推。' },
  { title: '小学入学', text: '{place}的孩子今年上小学,户口和房产都在,为什么被调剂到别的学校?' },
  { title: '校外培训退费', text: '{place}对面的培训机构关门了,交的学费不退,几十个家长找不到人。' },
  { title: '卫生服务站缺药', text: '{place}的社区卫生服务站经常没有降压药,老人要跑到大医院去开。' },
  { title: '医院收费', text: '我在区医院看病,收费单上有没有做过的检查,请核实收费。' },
  { title: '河道发臭', text: '{place}后面的小河又黑又臭,有人往里面排污水,请查一查污染来源。' },
  { title: '油烟扰民', text: '{place}楼下饭店的油烟直接排到居民窗口,衣服都不能晾。' },
  { title: '菜场短斤缺两', text: '{place}菜场有摊位短斤缺两,复秤少了二两,希望市场监管来查。' },
  { title: '加装电梯', text: '{place}六层老楼想加装电梯,一楼有两户不同意,请来人协调。' },
  { title: '老人助餐', text: '{place}独居老人很多,能不能开一个助餐点,中午吃饭不用愁。' },
  { title: '低保申请', text: '邻居家里生了大病,想申请低保,不知道在{place}找谁办,请告诉一下。' },
  { title: '流浪狗', text: '{place}最近流浪狗成群,已经吓到小朋友,希望来处理。' },
  { title: '井盖丢失', text: '{place}门口人行道上的井盖丢失,洞口敞着,晚上非常危险。' },
  { title: '墙皮脱落', text: '{place}外墙瓷砖脱落,前天砸到一辆车,再掉下来可能砸到人。' },
  { title: '物业费', text: '{place}的物业费涨了三成,服务一点没有变好,业主没有开过会。' },
  { title: '充电桩', text: '{place}没有充电桩,电动车只能飞线充电,很容易起火。' },
  { title: '健身器材坏了', text: '{place}健身点的器材断了一根杆子,露着铁皮,孩子容易划伤。' },
  { title: '旅游大巴占道', text: '{place}路口每天停满旅游大巴,居民出门被堵住。' },
  { title: '树枝挡光', text: '{place}一楼窗前的香樟树太茂密,屋里白天都要开灯,请修剪。' },
  { title: '快递柜收费', text: '{place}的快递柜超过十二小时就收费,快递员不打电话就放进去。' },
  { title: '想办个小店', text: '我想在{place}开一家小店,听说有店铺转让,不知道手续怎么办。' },
  { title: '水渠堵了', text: '{place}的灌溉水渠被泥沙堵住,下面的田里上不去水,请组织清理。' },
  { title: '谢谢也要说一声', text: '{place}上次反映的路灯已经亮了,只是最里面那盏还闪,麻烦再看看。' },
];
