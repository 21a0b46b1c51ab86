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
 G order_least[frame,2027]
 L order_placed[frame,2027]
 E order_lots[frame,2027]
 G order_least[frame,2028]
 L order_placed[frame,2028]
 E order_lots[frame,2028]
 G order_least[frame,2029]
 L order_placed[frame,2029]
 E order_lots[frame,2029]
 E order_lots[spot,2027]
 E order_lots[spot,2028]
 E order_lots[spot,2029]
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
 open[beta,2027] deploy_open[big,beta,2027] -10
 open[beta,2028] site_opening[beta,2028] 1
 open[beta,2028] site_opening[beta,2029] -1
 open[beta,2028] hall_site[beta,air,2028] -3
 open[beta,2028] serve_open[beta,near-chat,2028,base] -30
 open[beta,2028] deploy_open[big,beta,2028] -12
 open[beta,2029] objective 10
 open[beta,2029] site_opening[beta,2029] 1
 open[beta,2029] hall_site[beta,air,2029] -3
 open[beta,2029] serve_open[beta,near-chat,2029,base] -30
 open[beta,2029] deploy_open[big,beta,2029] -10
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
 halls[beta,air,2027] deploy_hall[big,beta,2027] -10
 halls[beta,air,2028] hall_step[beta,air,2028] 1
 halls[beta,air,2028] hall_site[beta,air,2028] 1
 halls[beta,air,2028] hall_step[beta,air,2029] -1
 halls[beta,air,2028] hall_power[beta,air,2028] -10
 halls[beta,air,2028] hall_space[beta,air,2028] -100
 halls[beta,air,2028] serve_hall[beta,near-chat,2028,base] -30
 halls[beta,air,2028] deploy_hall[big,beta,2028] -12
 halls[beta,air,2029] hall_step[beta,air,2029] 1
 halls[beta,air,2029] hall_site[beta,air,2029] 1
 halls[beta,air,2029] hall_power[beta,air,2029] -10
 halls[beta,air,2029] hall_space[beta,air,2029] -100
 halls[beta,air,2029] serve_hall[beta,near-chat,2029,base] -30
 halls[beta,air,2029] deploy_hall[big,beta,2029] -10
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
 order[big,2027] order_total[big,2027] 1
 order[big,2028] order_total[big,2028] 1
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
 contract[frame,2027] objective 2
 contract[frame,2027] chip_supply[big,2027] -1
 contract[frame,2027] order_total[big,2027] -1
 contract[frame,2027] order_least[frame,2027] 1
 contract[frame,2027] order_placed[frame,2027] 1
 contract[frame,2027] order_lots[frame,2027] 1
 marker4 'MARKER' 'INTORG'
 placed[frame,2027] objective 0.5
 placed[frame,2027] order_least[frame,2027] -4
 placed[frame,2027] order_placed[frame,2027] -4
 lots[frame,2027] order_lots[frame,2027] -4
 marker5 'MARKER' 'INTEND'
 contract[frame,2028] objective 2
 contract[frame,2028] chip_supply[big,2028] -1
 contract[frame,2028] order_total[big,2028] -1
 contract[frame,2028] order_least[frame,2028] 1
 contract[frame,2028] order_placed[frame,2028] 1
 contract[frame,2028] order_lots[frame,2028] 1
 marker6 'MARKER' 'INTORG'
 placed[frame,2028] objective 0.5
 placed[frame,2028] order_least[frame,2028] -4
 placed[frame,2028] order_placed[frame,2028] -4
 lots[frame,2028] order_lots[frame,2028] -4
 marker7 'MARKER' 'INTEND'
 contract[frame,2029] objective 2
 contract[frame,2029] chip_supply[big,2029] -1
 contract[frame,2029] order_total[big,2029] -1
 contract[frame,2029] order_least[frame,2029] 1
 contract[frame,2029] order_placed[frame,2029] 1
 contract[frame,2029] order_lots[frame,2029] 1
 marker8 'MARKER' 'INTORG'
 placed[frame,2029] objective 0.5
 placed[frame,2029] order_least[frame,2029] -4
 placed[frame,2029] order_placed[frame,2029] -4
 lots[frame,2029] order_lots[frame,2029] -4
 marker9 'MARKER' 'INTEND'
 contract[spot,2027] objective 3
 contract[spot,2027] chip_supply[big,2027] -0.9
 contract[spot,2027] order_total[big,2027] -1
 contract[spot,2027] order_lots[spot,2027] 1
 marker10 'MARKER' 'INTORG'
 lots[spot,2027] order_lots[spot,2027] -4
 cancel[spot,2028] objective -2.4
 cancel[spot,2028] chip_supply[big,2028] 0.9
 cancel[spot,2028] order_total[big,2028] 1
 marker11 'MARKER' 'INTEND'
 contract[spot,2028] objective 3
 contract[spot,2028] chip_supply[big,2028] -0.9
 contract[spot,2028] order_total[big,2028] -1
 contract[spot,2028] order_lots[spot,2028] 1
 marker12 'MARKER' 'INTORG'
 lots[spot,2028] order_lots[spot,2028] -4
 marker13 'MARKER' 'INTEND'
 contract[spot,2029] objective 3
 contract[spot,2029] chip_supply[big,2029] -0.9
 contract[spot,2029] order_total[big,2029] -1
 contract[spot,2029] order_lots[spot,2029] 1
 marker14 'MARKER' 'INTORG'
 lots[spot,2029] order_lots[spot,2029] -4
 marker15 'MARKER' 'INTEND'
RHS
 rhs objective -6
 rhs hall_power[alpha,air,2027] 10
 rhs hall_space[alpha,air,2027] 100
 rhs hall_power[alpha,air,2028] 10
 rhs hall_space[alpha,air,2028] 100
 rhs hall_power[alpha,air,2029] 10
 rhs hall_space[alpha,air,2029] 100
 rhs chip_supply[big,2028] 1.8
 rhs order_total[big,2028] 2
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
 UP bound order[big,2027] 10
 UP bound order[big,2028] 12
 UP bound order[big,2029] 10
 LO bound deploy[big,alpha,2027] 0
 UP bound deploy[big,alpha,2027] 10
 LO bound deploy[big,alpha,2028] 0
 UP bound deploy[big,alpha,2028] 12
 LO bound deploy[big,alpha,2029] 0
 UP bound deploy[big,alpha,2029] 10
 LO bound deploy[big,beta,2027] 0
 UP bound deploy[big,beta,2027] 10
 LO bound deploy[big,beta,2028] 0
 UP bound deploy[big,beta,2028] 12
 LO bound deploy[big,beta,2029] 0
 UP bound deploy[big,beta,2029] 10
 UP bound fleet[big,alpha,2027] 10
 UP bound fleet[big,alpha,2028] 22
 UP bound fleet[big,alpha,2029] 32
 UP bound fleet[big,beta,2027] 10
 UP bound fleet[big,beta,2028] 22
 UP bound fleet[big,beta,2029] 32
 UP bound serve[alpha,near-chat,2027,base] 30
 UP bound serve[alpha,near-chat,2028,base] 30
 UP bound serve[alpha,near-chat,2029,base] 30
 UP bound serve[beta,near-chat,2027,base] 30
 UP bound serve[beta,near-chat,2028,base] 30
 UP bound serve[beta,near-chat,2029,base] 30
 UP bound unmet[near-chat,2027,base] 30
 UP bound unmet[near-chat,2028,base] 30
 UP bound unmet[near-chat,2029,base] 30
 UP bound contract[frame,2027] 4
 LO bound placed[frame,2027] 0
 UP bound placed[frame,2027] 1
 LO bound lots[frame,2027] 0
 UP bound lots[frame,2027] 1
 UP bound contract[frame,2028] 4
 LO bound placed[frame,2028] 0
 UP bound placed[frame,2028] 1
 LO bound lots[frame,2028] 0
 UP bound lots[frame,2028] 1
 UP bound contract[frame,2029] 4
 LO bound placed[frame,2029] 0
 UP bound placed[frame,2029] 1
 LO bound lots[frame,2029] 0
 UP bound lots[frame,2029] 1
 UP bound contract[spot,2027] 4
 LO bound lots[spot,2027] 0
 UP bound lots[spot,2027] 1
 LO bound cancel[spot,2028] 0
 UP bound cancel[spot,2028] 2
 UP bound contract[spot,2028] 4
 LO bound lots[spot,2028] 0
 UP bound lots[spot,2028] 1
 UP bound contract[spot,2029] 4
 LO bound lots[spot,2029] 0
 UP bound lots[spot,2029] 1
ENDATA
