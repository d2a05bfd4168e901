story Another series: the grade and its time stay, unless the act says another grade

2022-03-02 hired Jeon grade=7 probation_months=0 post=HQ-1 born=1990-01-01
2024-06-03 series_changed Jeon series=tax
2024-07-01 series_changed Jeon series=audit grade=6
record Jeon as of 2024-06-02
  series administration
record Jeon as of 2024-06-03
  series tax
  grade 7
  grade_since 2022-03-02
  post HQ-1
  post_since 2022-03-02
record Jeon as of 2024-07-01
  series audit
  grade 6
  grade_since 2024-07-01
