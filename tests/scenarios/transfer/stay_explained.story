story How long a seat is to be kept, and when misconduct can no more be taken up, stand in the record

2024-03-04 hired An grade=7 probation_months=0 post=HQ-1 born=1990-01-01 ->hire
2025-03-04 promoted An kind=ordinary grade=6
2025-06-02 sanction_requested An case=R1 weight=light misconduct=money misconduct_on=2025-05-12
record An as of 2025-06-02
  minimum_stay_until 2027-03-04         # from the seat, not from the promotion
  cases.0.case R1
  cases.0.prescribed_on 2030-05-12      # money: five years
  cases.0.outcome null
explain An minimum_stay_until as of 2025-06-02
  explanation.value 2027-03-04
  explanation.periods.0.from 2024-03-04
  says min_stay@1949-08-12
explain An cases as of 2025-06-02
  explanation.periods.0.to 2030-05-12
