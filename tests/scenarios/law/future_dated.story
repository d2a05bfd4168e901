story An act dated ahead is decided again on its day: what has come in between is found

2024-03-04 hired An grade=7 probation_months=0 born=1990-01-01
2024-03-04 hired Bak grade=7 probation_months=0 born=1990-01-01
2025-07-01 promoted An kind=ordinary grade=6 issued=2025-05-02
2025-07-01 promoted Bak kind=ordinary grade=6 issued=2025-05-02
record An as of 2025-07-01
  no finding promotion.minimum_time
2025-06-02 sanction_requested An case=R1 weight=heavy misconduct=general misconduct_on=2025-05-12
now 2025-07-01
record An as of 2025-06-30
  no finding promotion.restricted
record An as of 2025-07-01
  finding promotion.restricted
audit rule promotion.restricted
  finding promotion.restricted An
  no finding promotion.restricted Bak
