//go:build !windows && !linux

package owner

import (
	"context"
	"errors"
	"testing"
)

func TestOtherSystemsOfferNothing(t *testing.T) {
	if (System{}).Offered(t.Context()) {
		t.Error("it is offered")
	}
	if err := (System{}).Ask(context.Background(), 1, "open"); !errors.Is(err, ErrNotOffered) {
		t.Errorf("%v", err)
	}
}
