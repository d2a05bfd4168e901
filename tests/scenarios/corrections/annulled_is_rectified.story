story An annulled act can't be rectified, annulled or revoked once more; brought back, it can

2020-01-01 hired An grade=7 step=3 probation_months=0 born=1990-01-01
2024-02-01 transferred An unit=HQ post=HQ-1 ->move
2024-02-01 awarded An kind=medal name=medal grantor=MPM ->medal
2024-03-04 annulled An target=@move ground=mistake
2024-03-05 rectified An target=@move 'data={"post":"HQ-2"}'
refused correction.target_annulled
2024-03-05 annulled An target=@move ground=mistake
refused correction.target_annulled
2024-03-05 award_revoked An target=@medal
2024-03-06 award_revoked An target=@medal
refused correction.target_annulled
record An as of 2024-03-05 known at 2024-03-06
  post null
2024-03-07 reinstated_act An target=@move
2024-03-08 rectified An target=@move 'data={"post":"HQ-2"}'
record An as of 2024-03-08
  post HQ-2
