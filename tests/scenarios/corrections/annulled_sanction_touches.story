story A demotion annulled takes the ground from under a promotion back to the old grade

2018-01-01 hired An grade=7 step=3 probation_months=0 born=1985-01-01
2020-03-02 sanctioned An case=C1 kind=demotion misconduct=general misconduct_on=2020-01-05 ->demotion
2024-03-04 promoted An kind=ordinary grade=7 ->promotion
2024-06-03 annulled An target=@demotion ground=SPOA:15
touches
  promotion promotion.not_higher
now 2024-06-04
record An as of 2021-01-01 known at 2024-06-02
  grade 8
record An as of 2024-06-03
  grade 7
  finding promotion.not_higher
