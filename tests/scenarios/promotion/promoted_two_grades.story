story Promotion is from the grade next below

2020-01-02 hired An grade=7 probation_months=0 born=1985-01-01
2020-01-02 hired Bae grade=7 probation_months=0 born=1985-01-01
2024-03-04 promoted An kind=ordinary grade=5
2024-03-04 promoted Bae kind=ordinary grade=6
record An as of 2024-03-04
  finding promotion.skips_a_grade
record Bae as of 2024-03-04
  no finding promotion.skips_a_grade
