<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use MasyukAI\Cart\Events\ItemAdded;

/**
 * A guest has put something into a cart: his session is remembered, because a login that is no attempt (a link in a
 * mail, another site's account, a cookie) gives it another id without saying a word before.
 *
 * @internal
 */
final class RememberGuestCart
{
    public function handle(ItemAdded $event): void
    {
        GuestSession::rememberAs($event->cart->getIdentifier());
    }
}
