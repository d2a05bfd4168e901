story A correction that leaves acts without anybody in service is refused
# Hired 2022-01-03, moved 2024-03-04, resigned 2024-06-03.

2020-01-02 hired Bae grade=7 step=1 probation_months=0 born=1990-01-01
2022-01-03 hired An grade=7 step=1 probation_months=0 born=1990-01-01 ->hire
2024-03-04 transferred An unit=HQ post=HQ-1 ->move
2024-06-03 resigned An ->end
2024-07-01 rectified An target=@hire effective_on=2024-03-05
refused state.not_active
2024-07-01 rectified An target=@move effective_on=2022-01-02
refused state.not_active
2024-07-01 rectified An target=@move effective_on=2024-06-04
refused state.not_active
2024-07-01 rectified An target=@end effective_on=2024-03-03
refused state.not_active
2024-07-01 rectified An target=@hire person=Bae
refused person.unknown           # who is left without a hire, before who has two
2024-07-01 rectified An target=@move person=Nobody
refused person.unknown
2024-07-01 rectified An target=@move 'data={"unit":"Nowhere"}'
refused organization.unknown_unit
2024-07-01 annulled An target=@hire ground=mistake
refused person.unknown
# To the day itself it may go.
2024-07-01 rectified An target=@hire effective_on=2024-03-04
2024-07-02 rectified An target=@end effective_on=2024-03-05
record An as of 2024-03-03
  status none
record An as of 2024-03-04
  status active
  post HQ-1
record An as of 2024-03-05
  status separated
  service 0y 0m 1d
