story Fields rectified: what is named is replaced, the rest stays, and the record says what was known before

2024-02-01 hired An grade=8 step=1 probation_months=0 born=1990-01-01 ->hire
2024-09-02 sanctioned An case=C1 kind=pay_cut months=3 misconduct=general misconduct_on=2024-05-01 ->sanction
2024-10-01 rectified An target=@sanction 'data={"months":1}' ->first
# The grade of the hire was 7; its series and date stay.
2024-10-02 rectified An target=@hire 'data={"grade":7}'
record An as of 2024-09-02 known at 2024-09-30
  grade 8
  restricted_until 2025-12-02        # [09-02, 12-02) and twelve months
record An as of 2024-09-02 known at 2024-10-02
  grade 7
  series administration
  hired_on 2024-02-01
  restricted_until 2025-10-02        # [09-02, 10-02) and twelve months
# A rectification may itself be rectified: one more of what it rectifies.
2024-11-01 rectified An target=@first 'data={"months":2}'
record An as of 2024-09-02 known at 2024-11-01
  restricted_until 2025-11-02
