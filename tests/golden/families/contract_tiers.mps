NAME base
ROWS
 N objective
 G site_opening[beta,2028]
 G site_opening[beta,2029]
 E hall_step[alpha,air,2027]
 E hall_step[alpha,air,2028]
 E hall_step[alpha,air,2029]
 E hall_step[beta,air,2027]
 L hall_site[beta,air,2027]
 E hall_step[beta,air,2028]
 L hall_site[beta,air,2028]
 E hall_step[beta,air,2029]
 L hall_site[beta,air,2029]
 L hall_power[alpha,air,2027]
 L hall_space[alpha,air,2027]
 L hall_power[alpha,air,2028]
 L hall_space[alpha,air,2028]
 L hall_power[alpha,air,2029]
 L hall_space[alpha,air,2029]
 L hall_power[beta,air,2027]
 L hall_space[beta,air,2027]
 L hall_power[beta,air,2028]
 L hall_space[beta,air,2028]
 L hall_power[beta,air,2029]
 L hall_space[beta,air,2029]
 L chip_supply[big,2027]
 L chip_supply[big,2028]
 L chip_supply[big,2029]
 E order_total[big,2027]
 E order_total[big,2028]
 E order_total[big,2029]
 E tier_units[frame,2027]
 L tier_one[frame,2027]
 L tier_until[frame,price1,2027]
 G tier_from[frame,price2,2027]
 L tier_until[frame,price2,2027]
 G tier_from[frame,price3,2027]
 L tier_until[frame,price3,2027]
 E tier_units[frame,2028]
 L tier_one[frame,2028]
 L tier_until[frame,price1,2028]
 G tier_from[frame,price2,2028]
 L tier_until[frame,price2,2028]
 G tier_from[frame,price3,2028]
 L tier_until[frame,price3,2028]
 E tier_units[frame,2029]
 L tier_one[frame,2029]
 L tier_until[frame,price1,2029]
 G tier_from[frame,price2,2029]
 L tier_until[frame,price2,2029]
 G tier_from[frame,price3,2029]
 L tier_until[frame,price3,2029]
 E tier_units[spot,2027]
 G tier_from[spot,price1,2027]
 L tier_until[spot,price1,2027]
 L tier_until[spot,price2,2027]
 E tier_units[spot,2028]
 G tier_from[spot,price1,2028]
 L tier_until[spot,price1,2028]
 L tier_until[spot,price2,2028]
 E tier_units[spot,2029]
 G tier_from[spot,price1,2029]
 L tier_until[spot,price1,2029]
 L tier_until[spot,price2,2029]
 E fleet_balance[big,alpha,2027]
 E fleet_balance[big,alpha,2028]
 E fleet_balance[big,alpha,2029]
 E fleet_balance[big,beta,2027]
 E fleet_balance[big,beta,2028]
 E fleet_balance[big,beta,2029]
 L chip_time[big,alpha,2027]
 L chip_time[big,alpha,2028]
 L chip_time[big,alpha,2029]
 L chip_time[big,beta,2027]
 L chip_time[big,beta,2028]
 L chip_time[big,beta,2029]
 L workload_capacity[alpha,chat,2027,base]
 L workload_capacity[alpha,chat,2028,base]
 L workload_capacity[alpha,chat,2029,base]
 L workload_capacity[beta,chat,2027,base]
 L workload_capacity[beta,chat,2028,base]
 L workload_capacity[beta,chat,2029,base]
 E demand_balance[near-chat,2027,base]
 E demand_balance[near-chat,2028,base]
 E demand_balance[near-chat,2029,base]
 L serve_open[beta,near-chat,2027,base]
 L serve_hall[beta,near-chat,2027,base]
 L deploy_open[big,beta,2027]
 L deploy_hall[big,beta,2027]
 L serve_open[beta,near-chat,2028,base]
 L serve_hall[beta,near-chat,2028,base]
 L deploy_open[big,beta,2028]
 L deploy_hall[big,beta,2028]
 L serve_open[beta,near-chat,2029,base]
 L serve_hall[beta,near-chat,2029,base]
 L deploy_open[big,beta,2029]
 L deploy_hall[big,beta,2029]
COLUMNS
 marker0 'MARKER' 'INTORG'
 open[alpha,2027] objective 0
 open[alpha,2028] objective 0
 open[alpha,2029] objective 0
 open[beta,2027] site_opening[beta,2028] -1
 open[beta,2027] hall_site[beta,air,2027] -3
 open[beta,2027] serve_open[beta,near-chat,2027,base] -30
 open[beta,2027] deploy_open[big,beta,2027] -13
 open[beta,2028] site_opening[beta,2028] 1
 open[beta,2028] site_opening[beta,2029] -1
 open[beta,2028] hall_site[beta,air,2028] -3
 open[beta,2028] serve_open[beta,near-chat,2028,base] -30
 open[beta,2028] deploy_open[big,beta,2028] -13
 open[beta,2029] objective 10
 open[beta,2029] site_opening[beta,2029] 1
 open[beta,2029] hall_site[beta,air,2029] -3
 open[beta,2029] serve_open[beta,near-chat,2029,base] -30
 open[beta,2029] deploy_open[big,beta,2029] -13
 halls[alpha,air,2027] hall_step[alpha,air,2027] 1
 halls[alpha,air,2027] hall_step[alpha,air,2028] -1
 halls[alpha,air,2027] hall_power[alpha,air,2027] -10
 halls[alpha,air,2027] hall_space[alpha,air,2027] -100
 halls[alpha,air,2028] hall_step[alpha,air,2028] 1
 halls[alpha,air,2028] hall_step[alpha,air,2029] -1
 halls[alpha,air,2028] hall_power[alpha,air,2028] -10
 halls[alpha,air,2028] hall_space[alpha,air,2028] -100
 halls[alpha,air,2029] hall_step[alpha,air,2029] 1
 halls[alpha,air,2029] hall_power[alpha,air,2029] -10
 halls[alpha,air,2029] hall_space[alpha,air,2029] -100
 halls[beta,air,2027] hall_step[beta,air,2027] 1
 halls[beta,air,2027] hall_site[beta,air,2027] 1
 halls[beta,air,2027] hall_step[beta,air,2028] -1
 halls[beta,air,2027] hall_power[beta,air,2027] -10
 halls[beta,air,2027] hall_space[beta,air,2027] -100
 halls[beta,air,2027] serve_hall[beta,near-chat,2027,base] -30
 halls[beta,air,2027] deploy_hall[big,beta,2027] -13
 halls[beta,air,2028] hall_step[beta,air,2028] 1
 halls[beta,air,2028] hall_site[beta,air,2028] 1
 halls[beta,air,2028] hall_step[beta,air,2029] -1
 halls[beta,air,2028] hall_power[beta,air,2028] -10
 halls[beta,air,2028] hall_space[beta,air,2028] -100
 halls[beta,air,2028] serve_hall[beta,near-chat,2028,base] -30
 halls[beta,air,2028] deploy_hall[big,beta,2028] -13
 halls[beta,air,2029] hall_step[beta,air,2029] 1
 halls[beta,air,2029] hall_site[beta,air,2029] 1
 halls[beta,air,2029] hall_power[beta,air,2029] -10
 halls[beta,air,2029] hall_space[beta,air,2029] -100
 halls[beta,air,2029] serve_hall[beta,near-chat,2029,base] -30
 halls[beta,air,2029] deploy_hall[big,beta,2029] -13
 marker1 'MARKER' 'INTEND'
 build[alpha,air,2027] objective 20
 build[alpha,air,2027] hall_step[alpha,air,2027] -1
 build[alpha,air,2028] objective 20
 build[alpha,air,2028] hall_step[alpha,air,2028] -1
 build[alpha,air,2029] objective 20
 build[alpha,air,2029] hall_step[alpha,air,2029] -1
 build[beta,air,2027] objective 20
 build[beta,air,2027] hall_step[beta,air,2027] -1
 build[beta,air,2028] objective 20
 build[beta,air,2028] hall_step[beta,air,2028] -1
 build[beta,air,2029] objective 20
 build[beta,air,2029] hall_step[beta,air,2029] -1
 order[big,2027] chip_supply[big,2027] -1
 order[big,2027] order_total[big,2027] 1
 order[big,2028] chip_supply[big,2028] -1
 order[big,2028] order_total[big,2028] 1
 order[big,2029] chip_supply[big,2029] -1
 order[big,2029] order_total[big,2029] 1
 marker2 'MARKER' 'INTORG'
 deploy[big,alpha,2027] chip_supply[big,2027] 1
 deploy[big,alpha,2027] fleet_balance[big,alpha,2027] -1
 deploy[big,alpha,2028] chip_supply[big,2028] 1
 deploy[big,alpha,2028] fleet_balance[big,alpha,2028] -1
 deploy[big,alpha,2029] chip_supply[big,2029] 1
 deploy[big,alpha,2029] fleet_balance[big,alpha,2029] -1
 deploy[big,beta,2027] chip_supply[big,2027] 1
 deploy[big,beta,2027] fleet_balance[big,beta,2027] -1
 deploy[big,beta,2027] deploy_open[big,beta,2027] 1
 deploy[big,beta,2027] deploy_hall[big,beta,2027] 1
 deploy[big,beta,2028] chip_supply[big,2028] 1
 deploy[big,beta,2028] fleet_balance[big,beta,2028] -1
 deploy[big,beta,2028] deploy_open[big,beta,2028] 1
 deploy[big,beta,2028] deploy_hall[big,beta,2028] 1
 deploy[big,beta,2029] chip_supply[big,2029] 1
 deploy[big,beta,2029] fleet_balance[big,beta,2029] -1
 deploy[big,beta,2029] deploy_open[big,beta,2029] 1
 deploy[big,beta,2029] deploy_hall[big,beta,2029] 1
 marker3 'MARKER' 'INTEND'
 fleet[big,alpha,2027] hall_power[alpha,air,2027] 0.4
 fleet[big,alpha,2027] hall_space[alpha,air,2027] 2
 fleet[big,alpha,2027] fleet_balance[big,alpha,2027] 1
 fleet[big,alpha,2027] fleet_balance[big,alpha,2028] -1
 fleet[big,alpha,2027] chip_time[big,alpha,2027] -1
 fleet[big,alpha,2028] hall_power[alpha,air,2028] 0.4
 fleet[big,alpha,2028] hall_space[alpha,air,2028] 2
 fleet[big,alpha,2028] fleet_balance[big,alpha,2028] 1
 fleet[big,alpha,2028] fleet_balance[big,alpha,2029] -1
 fleet[big,alpha,2028] chip_time[big,alpha,2028] -1
 fleet[big,alpha,2029] hall_power[alpha,air,2029] 0.4
 fleet[big,alpha,2029] hall_space[alpha,air,2029] 2
 fleet[big,alpha,2029] fleet_balance[big,alpha,2029] 1
 fleet[big,alpha,2029] chip_time[big,alpha,2029] -1
 fleet[big,beta,2027] hall_power[beta,air,2027] 0.4
 fleet[big,beta,2027] hall_space[beta,air,2027] 2
 fleet[big,beta,2027] fleet_balance[big,beta,2027] 1
 fleet[big,beta,2027] fleet_balance[big,beta,2028] -1
 fleet[big,beta,2027] chip_time[big,beta,2027] -1
 fleet[big,beta,2028] hall_power[beta,air,2028] 0.4
 fleet[big,beta,2028] hall_space[beta,air,2028] 2
 fleet[big,beta,2028] fleet_balance[big,beta,2028] 1
 fleet[big,beta,2028] fleet_balance[big,beta,2029] -1
 fleet[big,beta,2028] chip_time[big,beta,2028] -1
 fleet[big,beta,2029] hall_power[beta,air,2029] 0.4
 fleet[big,beta,2029] hall_space[beta,air,2029] 2
 fleet[big,beta,2029] fleet_balance[big,beta,2029] 1
 fleet[big,beta,2029] chip_time[big,beta,2029] -1
 assign[big,alpha,chat,2027,base] chip_time[big,alpha,2027] 1
 assign[big,alpha,chat,2027,base] workload_capacity[alpha,chat,2027,base] -5
 assign[big,alpha,chat,2028,base] chip_time[big,alpha,2028] 1
 assign[big,alpha,chat,2028,base] workload_capacity[alpha,chat,2028,base] -5
 assign[big,alpha,chat,2029,base] chip_time[big,alpha,2029] 1
 assign[big,alpha,chat,2029,base] workload_capacity[alpha,chat,2029,base] -5
 assign[big,beta,chat,2027,base] chip_time[big,beta,2027] 1
 assign[big,beta,chat,2027,base] workload_capacity[beta,chat,2027,base] -5
 assign[big,beta,chat,2028,base] chip_time[big,beta,2028] 1
 assign[big,beta,chat,2028,base] workload_capacity[beta,chat,2028,base] -5
 assign[big,beta,chat,2029,base] chip_time[big,beta,2029] 1
 assign[big,beta,chat,2029,base] workload_capacity[beta,chat,2029,base] -5
 serve[alpha,near-chat,2027,base] workload_capacity[alpha,chat,2027,base] 1
 serve[alpha,near-chat,2027,base] demand_balance[near-chat,2027,base] 1
 serve[alpha,near-chat,2028,base] workload_capacity[alpha,chat,2028,base] 1
 serve[alpha,near-chat,2028,base] demand_balance[near-chat,2028,base] 1
 serve[alpha,near-chat,2029,base] workload_capacity[alpha,chat,2029,base] 1
 serve[alpha,near-chat,2029,base] demand_balance[near-chat,2029,base] 1
 serve[beta,near-chat,2027,base] workload_capacity[beta,chat,2027,base] 1
 serve[beta,near-chat,2027,base] demand_balance[near-chat,2027,base] 1
 serve[beta,near-chat,2027,base] serve_open[beta,near-chat,2027,base] 1
 serve[beta,near-chat,2027,base] serve_hall[beta,near-chat,2027,base] 1
 serve[beta,near-chat,2028,base] workload_capacity[beta,chat,2028,base] 1
 serve[beta,near-chat,2028,base] demand_balance[near-chat,2028,base] 1
 serve[beta,near-chat,2028,base] serve_open[beta,near-chat,2028,base] 1
 serve[beta,near-chat,2028,base] serve_hall[beta,near-chat,2028,base] 1
 serve[beta,near-chat,2029,base] workload_capacity[beta,chat,2029,base] 1
 serve[beta,near-chat,2029,base] demand_balance[near-chat,2029,base] 1
 serve[beta,near-chat,2029,base] serve_open[beta,near-chat,2029,base] 1
 serve[beta,near-chat,2029,base] serve_hall[beta,near-chat,2029,base] 1
 unmet[near-chat,2027,base] objective 50
 unmet[near-chat,2027,base] demand_balance[near-chat,2027,base] 1
 unmet[near-chat,2028,base] objective 50
 unmet[near-chat,2028,base] demand_balance[near-chat,2028,base] 1
 unmet[near-chat,2029,base] objective 50
 unmet[near-chat,2029,base] demand_balance[near-chat,2029,base] 1
 marker4 'MARKER' 'INTORG'
 contract[frame,2027] order_total[big,2027] -1
 contract[frame,2027] tier_units[frame,2027] 1
 tier[frame,price1,2027] tier_one[frame,2027] 1
 tier[frame,price1,2027] tier_until[frame,price1,2027] -1
 marker5 'MARKER' 'INTEND'
 band[frame,price1,2027] objective 3
 band[frame,price1,2027] tier_units[frame,2027] -1
 band[frame,price1,2027] tier_until[frame,price1,2027] 1
 marker6 'MARKER' 'INTORG'
 tier[frame,price2,2027] tier_one[frame,2027] 1
 tier[frame,price2,2027] tier_from[frame,price2,2027] -2
 tier[frame,price2,2027] tier_until[frame,price2,2027] -3
 marker7 'MARKER' 'INTEND'
 band[frame,price2,2027] objective 2.5
 band[frame,price2,2027] tier_units[frame,2027] -1
 band[frame,price2,2027] tier_from[frame,price2,2027] 1
 band[frame,price2,2027] tier_until[frame,price2,2027] 1
 marker8 'MARKER' 'INTORG'
 tier[frame,price3,2027] tier_one[frame,2027] 1
 tier[frame,price3,2027] tier_from[frame,price3,2027] -4
 tier[frame,price3,2027] tier_until[frame,price3,2027] -4
 marker9 'MARKER' 'INTEND'
 band[frame,price3,2027] objective 2
 band[frame,price3,2027] tier_units[frame,2027] -1
 band[frame,price3,2027] tier_from[frame,price3,2027] 1
 band[frame,price3,2027] tier_until[frame,price3,2027] 1
 marker10 'MARKER' 'INTORG'
 contract[frame,2028] order_total[big,2028] -1
 contract[frame,2028] tier_units[frame,2028] 1
 tier[frame,price1,2028] tier_one[frame,2028] 1
 tier[frame,price1,2028] tier_until[frame,price1,2028] -1
 marker11 'MARKER' 'INTEND'
 band[frame,price1,2028] objective 3
 band[frame,price1,2028] tier_units[frame,2028] -1
 band[frame,price1,2028] tier_until[frame,price1,2028] 1
 marker12 'MARKER' 'INTORG'
 tier[frame,price2,2028] tier_one[frame,2028] 1
 tier[frame,price2,2028] tier_from[frame,price2,2028] -2
 tier[frame,price2,2028] tier_until[frame,price2,2028] -3
 marker13 'MARKER' 'INTEND'
 band[frame,price2,2028] objective 2.5
 band[frame,price2,2028] tier_units[frame,2028] -1
 band[frame,price2,2028] tier_from[frame,price2,2028] 1
 band[frame,price2,2028] tier_until[frame,price2,2028] 1
 marker14 'MARKER' 'INTORG'
 tier[frame,price3,2028] tier_one[frame,2028] 1
 tier[frame,price3,2028] tier_from[frame,price3,2028] -4
 tier[frame,price3,2028] tier_until[frame,price3,2028] -4
 marker15 'MARKER' 'INTEND'
 band[frame,price3,2028] objective 2
 band[frame,price3,2028] tier_units[frame,2028] -1
 band[frame,price3,2028] tier_from[frame,price3,2028] 1
 band[frame,price3,2028] tier_until[frame,price3,2028] 1
 marker16 'MARKER' 'INTORG'
 contract[frame,2029] order_total[big,2029] -1
 contract[frame,2029] tier_units[frame,2029] 1
 tier[frame,price1,2029] tier_one[frame,2029] 1
 tier[frame,price1,2029] tier_until[frame,price1,2029] -1
 marker17 'MARKER' 'INTEND'
 band[frame,price1,2029] objective 3
 band[frame,price1,2029] tier_units[frame,2029] -1
 band[frame,price1,2029] tier_until[frame,price1,2029] 1
 marker18 'MARKER' 'INTORG'
 tier[frame,price2,2029] tier_one[frame,2029] 1
 tier[frame,price2,2029] tier_from[frame,price2,2029] -2
 tier[frame,price2,2029] tier_until[frame,price2,2029] -3
 marker19 'MARKER' 'INTEND'
 band[frame,price2,2029] objective 2.5
 band[frame,price2,2029] tier_units[frame,2029] -1
 band[frame,price2,2029] tier_from[frame,price2,2029] 1
 band[frame,price2,2029] tier_until[frame,price2,2029] 1
 marker20 'MARKER' 'INTORG'
 tier[frame,price3,2029] tier_one[frame,2029] 1
 tier[frame,price3,2029] tier_from[frame,price3,2029] -4
 tier[frame,price3,2029] tier_until[frame,price3,2029] -4
 marker21 'MARKER' 'INTEND'
 band[frame,price3,2029] objective 2
 band[frame,price3,2029] tier_units[frame,2029] -1
 band[frame,price3,2029] tier_from[frame,price3,2029] 1
 band[frame,price3,2029] tier_until[frame,price3,2029] 1
 marker22 'MARKER' 'INTORG'
 contract[spot,2027] order_total[big,2027] -1
 contract[spot,2027] tier_units[spot,2027] 1
 tier[spot,price1,2027] tier_until[spot,price1,2027] -3
 marker23 'MARKER' 'INTEND'
 band[spot,price1,2027] objective 3
 band[spot,price1,2027] tier_units[spot,2027] -1
 band[spot,price1,2027] tier_from[spot,price1,2027] 1
 band[spot,price1,2027] tier_until[spot,price1,2027] 1
 marker24 'MARKER' 'INTORG'
 tier[spot,price2,2027] tier_from[spot,price1,2027] -3
 tier[spot,price2,2027] tier_until[spot,price2,2027] -6
 marker25 'MARKER' 'INTEND'
 band[spot,price2,2027] objective 1.5
 band[spot,price2,2027] tier_units[spot,2027] -1
 band[spot,price2,2027] tier_until[spot,price2,2027] 1
 marker26 'MARKER' 'INTORG'
 contract[spot,2028] order_total[big,2028] -1
 contract[spot,2028] tier_units[spot,2028] 1
 tier[spot,price1,2028] tier_until[spot,price1,2028] -3
 marker27 'MARKER' 'INTEND'
 band[spot,price1,2028] objective 3
 band[spot,price1,2028] tier_units[spot,2028] -1
 band[spot,price1,2028] tier_from[spot,price1,2028] 1
 band[spot,price1,2028] tier_until[spot,price1,2028] 1
 marker28 'MARKER' 'INTORG'
 tier[spot,price2,2028] tier_from[spot,price1,2028] -3
 tier[spot,price2,2028] tier_until[spot,price2,2028] -6
 marker29 'MARKER' 'INTEND'
 band[spot,price2,2028] objective 1.5
 band[spot,price2,2028] tier_units[spot,2028] -1
 band[spot,price2,2028] tier_until[spot,price2,2028] 1
 marker30 'MARKER' 'INTORG'
 contract[spot,2029] order_total[big,2029] -1
 contract[spot,2029] tier_units[spot,2029] 1
 tier[spot,price1,2029] tier_until[spot,price1,2029] -3
 marker31 'MARKER' 'INTEND'
 band[spot,price1,2029] objective 3
 band[spot,price1,2029] tier_units[spot,2029] -1
 band[spot,price1,2029] tier_from[spot,price1,2029] 1
 band[spot,price1,2029] tier_until[spot,price1,2029] 1
 marker32 'MARKER' 'INTORG'
 tier[spot,price2,2029] tier_from[spot,price1,2029] -3
 tier[spot,price2,2029] tier_until[spot,price2,2029] -6
 marker33 'MARKER' 'INTEND'
 band[spot,price2,2029] objective 1.5
 band[spot,price2,2029] tier_units[spot,2029] -1
 band[spot,price2,2029] tier_until[spot,price2,2029] 1
RHS
 rhs hall_power[alpha,air,2027] 10
 rhs hall_space[alpha,air,2027] 100
 rhs hall_power[alpha,air,2028] 10
 rhs hall_space[alpha,air,2028] 100
 rhs hall_power[alpha,air,2029] 10
 rhs hall_space[alpha,air,2029] 100
 rhs tier_one[frame,2027] 1
 rhs tier_one[frame,2028] 1
 rhs tier_one[frame,2029] 1
 rhs demand_balance[near-chat,2027,base] 30
 rhs demand_balance[near-chat,2028,base] 30
 rhs demand_balance[near-chat,2029,base] 30
RANGES
BOUNDS
 FX bound open[alpha,2027] 1
 FX bound open[alpha,2028] 1
 FX bound open[alpha,2029] 1
 LO bound open[beta,2027] 0
 UP bound open[beta,2027] 1
 LO bound open[beta,2028] 0
 UP bound open[beta,2028] 1
 LO bound open[beta,2029] 0
 UP bound open[beta,2029] 1
 LO bound halls[alpha,air,2027] 0
 UP bound halls[alpha,air,2027] 2
 LO bound halls[alpha,air,2028] 0
 UP bound halls[alpha,air,2028] 2
 LO bound halls[alpha,air,2029] 0
 UP bound halls[alpha,air,2029] 2
 LO bound halls[beta,air,2027] 0
 UP bound halls[beta,air,2027] 3
 LO bound halls[beta,air,2028] 0
 UP bound halls[beta,air,2028] 3
 LO bound halls[beta,air,2029] 0
 UP bound halls[beta,air,2029] 3
 UP bound build[alpha,air,2027] 2
 UP bound build[alpha,air,2028] 2
 UP bound build[alpha,air,2029] 2
 UP bound build[beta,air,2027] 3
 UP bound build[beta,air,2028] 3
 UP bound build[beta,air,2029] 3
 UP bound order[big,2027] 13
 UP bound order[big,2028] 13
 UP bound order[big,2029] 13
 LO bound deploy[big,alpha,2027] 0
 UP bound deploy[big,alpha,2027] 13
 LO bound deploy[big,alpha,2028] 0
 UP bound deploy[big,alpha,2028] 13
 LO bound deploy[big,alpha,2029] 0
 UP bound deploy[big,alpha,2029] 13
 LO bound deploy[big,beta,2027] 0
 UP bound deploy[big,beta,2027] 13
 LO bound deploy[big,beta,2028] 0
 UP bound deploy[big,beta,2028] 13
 LO bound deploy[big,beta,2029] 0
 UP bound deploy[big,beta,2029] 13
 UP bound fleet[big,alpha,2027] 13
 UP bound fleet[big,alpha,2028] 26
 UP bound fleet[big,alpha,2029] 39
 UP bound fleet[big,beta,2027] 13
 UP bound fleet[big,beta,2028] 26
 UP bound fleet[big,beta,2029] 39
 UP bound serve[alpha,near-chat,2027,base] 30
 UP bound serve[alpha,near-chat,2028,base] 30
 UP bound serve[alpha,near-chat,2029,base] 30
 UP bound serve[beta,near-chat,2027,base] 30
 UP bound serve[beta,near-chat,2028,base] 30
 UP bound serve[beta,near-chat,2029,base] 30
 UP bound unmet[near-chat,2027,base] 30
 UP bound unmet[near-chat,2028,base] 30
 UP bound unmet[near-chat,2029,base] 30
 LO bound contract[frame,2027] 0
 UP bound contract[frame,2027] 4
 LO bound tier[frame,price1,2027] 0
 UP bound tier[frame,price1,2027] 1
 UP bound band[frame,price1,2027] 4
 LO bound tier[frame,price2,2027] 0
 UP bound tier[frame,price2,2027] 1
 UP bound band[frame,price2,2027] 4
 LO bound tier[frame,price3,2027] 0
 UP bound tier[frame,price3,2027] 1
 UP bound band[frame,price3,2027] 4
 LO bound contract[frame,2028] 0
 UP bound contract[frame,2028] 4
 LO bound tier[frame,price1,2028] 0
 UP bound tier[frame,price1,2028] 1
 UP bound band[frame,price1,2028] 4
 LO bound tier[frame,price2,2028] 0
 UP bound tier[frame,price2,2028] 1
 UP bound band[frame,price2,2028] 4
 LO bound tier[frame,price3,2028] 0
 UP bound tier[frame,price3,2028] 1
 UP bound band[frame,price3,2028] 4
 LO bound contract[frame,2029] 0
 UP bound contract[frame,2029] 4
 LO bound tier[frame,price1,2029] 0
 UP bound tier[frame,price1,2029] 1
 UP bound band[frame,price1,2029] 4
 LO bound tier[frame,price2,2029] 0
 UP bound tier[frame,price2,2029] 1
 UP bound band[frame,price2,2029] 4
 LO bound tier[frame,price3,2029] 0
 UP bound tier[frame,price3,2029] 1
 UP bound band[frame,price3,2029] 4
 LO bound contract[spot,2027] 0
 UP bound contract[spot,2027] 9
 LO bound tier[spot,price1,2027] 0
 UP bound tier[spot,price1,2027] 1
 UP bound band[spot,price1,2027] 9
 LO bound tier[spot,price2,2027] 0
 UP bound tier[spot,price2,2027] 1
 UP bound band[spot,price2,2027] 9
 LO bound contract[spot,2028] 0
 UP bound contract[spot,2028] 9
 LO bound tier[spot,price1,2028] 0
 UP bound tier[spot,price1,2028] 1
 UP bound band[spot,price1,2028] 9
 LO bound tier[spot,price2,2028] 0
 UP bound tier[spot,price2,2028] 1
 UP bound band[spot,price2,2028] 9
 LO bound contract[spot,2029] 0
 UP bound contract[spot,2029] 9
 LO bound tier[spot,price1,2029] 0
 UP bound tier[spot,price1,2029] 1
 UP bound band[spot,price1,2029] 9
 LO bound tier[spot,price2,2029] 0
 UP bound tier[spot,price2,2029] 1
 UP bound band[spot,price2,2029] 9
ENDATA
