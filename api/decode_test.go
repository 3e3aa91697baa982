package api_test

import (
	"reflect"
	"testing"
	"time"

	"billkey/api"
)

func pointer[T any](v T) *T { return &v }

func TestBillingKeyIsReadWhateverTypesTheServerUses(t *testing.T) {
	full := api.BillingKey{CustomerUID: uid, PGProvider: "nice", PGID: "nictest04m", CardName: "현대카드", CardCode: "367",
		CardNumber: "411111******1111", CardType: pointer(1), Sandbox: pointer(true), Inserted: 1595843345, Updated: 1595843453}
	bare := api.BillingKey{CustomerUID: uid, CardName: "국민KB카드", Inserted: 1, Updated: 2}
	for name, tc := range map[string]struct {
		body string
		want api.BillingKey
	}{
		"as captured": {okKey, full},
		"numbers as texts, booleans as 1, unknown fields": {`{"code":0,"response":{"customer_uid":"gildong_0001_1234","pg_provider":"nice",
			"pg_id":"nictest04m","sandbox":1,"card_name":"현대카드","card_code":367,"card_number":"4111-11**-****-1111","card_type":"1",
			"inserted":"1595843345","updated":1595843453.0,"new":{"a":[1,{"b":null}]}},"extra":[]}`, full},
		"nulls and the fields of 2017": {`{"code":0,"response":{"customer_uid":"gildong_0001_1234","card_name":"국민KB카드","card_code":null,
			"card_number":null,"card_type":null,"sandbox":null,"inserted":1,"updated":2}}`, bare},
		"unreadable extras": {`{"code":0,"response":{"customer_uid":"gildong_0001_1234","card_name":"국민KB카드","card_type":"","sandbox":"maybe",
			"inserted":1,"updated":"2"}}`, bare},
		"sandbox as text": {`{"code":0,"response":{"customer_uid":"gildong_0001_1234","sandbox":"FALSE","card_type":0}}`,
			api.BillingKey{CustomerUID: uid, Sandbox: pointer(false), CardType: pointer(0)}},
		"key over several channels": {`{"code":0,"response":{"customer_uid":"gildong_0001_1234","channelGroupId":"g","customer_name":"길동",
			"succeededChannels":[{"pg_provider":"kcp","pg_id":"A52LD","card_name":"BC","inserted":3,"updated":4},{"pg_provider":"nice"}],
			"failedChannels":[{"type":"PG_PROVIDER","message":"x"}]}}`,
			api.BillingKey{CustomerUID: uid, CustomerName: "길동", PGProvider: "kcp", PGID: "A52LD", CardName: "BC", Inserted: 3, Updated: 4}},
		"unmasked number, escapes in a name": {`{"code":0,"response":{"customer_uid":"gildong_0001_1234","card_number":"4111111111111111",
			"card_name":"\u001b[31mBC\u202e\u0000"}}`, api.BillingKey{CustomerUID: uid, CardNumber: "411111******1111", CardName: "BC"}},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := serving(t, 200, tc.body)
			got, err := c.BillingKey(t.Context(), uid)
			if err != nil || !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got  %+v, %v\nwant %+v", got, err, tc.want)
			}
		})
	}
}

func TestNumericUIDIsTheSameUID(t *testing.T) {
	c, _ := serving(t, 200, `{"code":0,"response":{"customer_uid":68,"inserted":1,"updated":1}}`)
	if k, err := c.BillingKey(t.Context(), "68"); err != nil || k.CustomerUID != "68" {
		t.Errorf("%+v, %v", k, err)
	}
}

func TestBillingKeys(t *testing.T) {
	two := `{"code":0,"response":[{"customer_uid":"a","updated":1},null,{"customer_uid":"b","updated":2}]}`
	for _, tc := range []struct {
		name   string
		status int
		body   string
		want   int
		kind   api.Kind
	}{
		{"all", 200, two, 2, 0},
		{"some", 207, two, 2, 0},
		{"none", 404, fails(1, notFoundText), 0, 0},
		{"none, the other way", 200, fails(1, notFoundText), 0, 0},
		{"none, as an empty array", 200, `{"code":0,"response":[]}`, 0, 0},
		{"one nobody asked for", 200, `{"code":0,"response":[{"customer_uid":"x"}]}`, -1, api.KindUndecided},
		{"fault", 500, two, -1, api.KindUndecided},
		{"words for keys", 200, `{"code":0,"response":["a","b"]}`, -1, api.KindUndecided},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, _ := serving(t, tc.status, tc.body)
			got, err := c.BillingKeys(t.Context(), []string{"a", "b", "c"})
			if tc.want < 0 {
				kindOf(t, err, tc.kind)
			} else if err != nil || len(got) != tc.want {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestBillingKeysAsksForManyInSeveralRequestsAndForNoneInNone(t *testing.T) {
	c, r := serving(t, 200, `{"code":0,"response":[]}`)
	if got, err := c.BillingKeys(t.Context(), nil); err != nil || got != nil {
		t.Errorf("%v, %v", got, err)
	}
	if len(r.all) != 0 {
		t.Error("asked for nothing and sent something")
	}
	many := make([]string, 100)
	for i := range many {
		many[i] = uid
	}
	if _, err := c.BillingKeys(t.Context(), many); err != nil || len(r.requests()) != 3 {
		t.Errorf("%d requests, %v", len(r.requests()), err)
	}
}

func TestSchedulesInBothForms(t *testing.T) {
	one := `{"customer_uid":"gildong_0001_1234","merchant_uid":"m1","imp_uid":null,"schedule_at":"1767312000","executed_at":0,"amount":"1000",
		"schedule_status":"scheduled","payment_status":null,"currency":"KRW"}`
	want := api.Schedule{CustomerUID: uid, MerchantUID: "m1", ScheduleAt: 1767312000, Amount: 1000, Status: "scheduled", Currency: "KRW"}
	for body, page := range map[string]api.SchedulePage{
		`{"code":0,"response":[` + one + `]}`:                                                     {Total: 1, List: []api.Schedule{want}},
		`{"code":0,"response":{"total":"41","previous":false,"next":2,"list":[` + one + `]}}`:     {Total: 41, Next: 2, List: []api.Schedule{want}},
		`{"code":0,"response":{"total":0,"previous":0,"next":false,"list":false}}`:                {List: []api.Schedule{}},
		`{"code":0,"response":{"total":0,"list":null}}`:                                           {List: []api.Schedule{}},
		`{"code":0,"response":[]}`:                                                                {List: []api.Schedule{}},
		`{"code":0,"response":{"total":21,"previous":"1","next":null,"list":[null,` + one + `]}}`: {Total: 21, Previous: 1, List: []api.Schedule{want}},
	} {
		c, _ := serving(t, 200, body)
		got, err := c.Schedules(t.Context(), uid, time.Unix(0, 0), time.Unix(1, 0), "", 0)
		if err != nil || !reflect.DeepEqual(got, page) {
			t.Errorf("%s\ngot  %+v, %v\nwant %+v", body, got, err, page)
		}
	}
}

func TestPaymentsCardsAndSettings(t *testing.T) {
	c, _ := serving(t, 200, `{"code":0,"response":{"total":1,"previous":false,"next":false,"list":[{"imp_uid":"imps_157956638714","amount":1000.0}]}}`)
	p, err := c.Payments(t.Context(), uid, 1)
	if err != nil || p.Total != 1 || p.List[0].ImpUID != "imps_157956638714" || p.List[0].Amount != 1000 {
		t.Errorf("%+v, %v", p, err)
	}
	c, _ = serving(t, 200, `{"code":0,"response":[{"code":"361","name":"BC카드"},{"code":41,"name":"우리"}]}`)
	cards, err := c.Cards(t.Context())
	if err != nil || !reflect.DeepEqual(cards, []api.CardCompany{{"361", "BC카드"}, {"41", "우리"}}) {
		t.Errorf("%+v, %v", cards, err)
	}
	c, _ = serving(t, 200, `{"code":0,"response":{"code":"361","name":"BC카드"}}`)
	if one, err := c.CardCompany(t.Context(), "361"); err != nil || one.Name != "BC카드" {
		t.Errorf("%+v, %v", one, err)
	}
	c, _ = serving(t, 200, `{"code":0,"response":[{"pg_provider":"kcp","pg_id":"A52LD","sandbox":"1","type":"api_payment"},
		{"pg_provider":"nice","pg_id":"m","sandbox":false,"type":"payment","channel_name":"운영","channel_key":"channel-key-1"}]}`)
	settings, err := c.PGSettings(t.Context())
	want := []api.PGSetting{{PGProvider: "kcp", PGID: "A52LD", Sandbox: true, Type: "api_payment"},
		{PGProvider: "nice", PGID: "m", Type: "payment", ChannelName: "운영", ChannelKey: "channel-key-1"}}
	if err != nil || !reflect.DeepEqual(settings, want) {
		t.Errorf("%+v, %v", settings, err)
	}
}
