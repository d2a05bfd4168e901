story Corrections that cannot be: of no act, of the act of another, of the hire on which others rest

2020-01-01 hired An grade=7 step=3 probation_months=0 born=1990-01-01 ->hire
2020-01-01 hired Bak grade=7 step=3 probation_months=0 born=1990-01-01
2024-02-01 promoted An kind=ordinary grade=6 ->promotion
2024-03-04 rectified An target=99999 'data={"grade":6}'
refused correction.target_unknown
2024-03-04 annulled An target=99999 ground=mistake
refused correction.target_unknown
2024-03-04 rectified Bak target=@promotion 'data={"grade":6}'
refused correction.target_unknown
2024-03-04 annulled Bak target=@promotion ground=mistake
refused correction.target_unknown
2024-03-04 annulled An target=@hire ground=mistake
refused person.unknown
2024-03-04 reinstated_act An target=@promotion
refused correction.target_unknown
2024-03-04 award_revoked An target=@promotion
refused correction.target_unknown
# Together with what rests on it, it can be.
2024-03-04 annulled An target=@promotion ground=mistake
and 2024-03-04 annulled An target=@hire ground=mistake
record An as of 2024-03-04
  status none
