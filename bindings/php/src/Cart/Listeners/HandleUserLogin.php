<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Listeners;

use Cartwright\Laravel\GuestSession;
use Illuminate\Auth\Events\Login;
use Illuminate\Container\Container;
use MasyukAI\Cart\Services\CartMigrationService;
use Throwable;

/**
 * Somebody has logged in: the cart that this browser has had so far becomes part of his.
 */
class HandleUserLogin
{
    public function __construct(private readonly CartMigrationService $migrationService)
    {
    }

    /**
     * Takes the cart of the session into that of the user.
     */
    public function handle(Login $event): void
    {
        $app = Container::getInstance();

        // Carts belong to the users of the default guard; an id of another guard is another person's.
        if ($event->guard !== $app->make('auth')->getDefaultDriver()) {
            return;
        }

        $guest = GuestSession::take();

        if ($guest === null) {
            return;
        }

        try {
            $result = $this->migrationService->migrateGuestCartForUser($event->user, 'default', $guest);
        } catch (Throwable $failure) {
            // Both carts are as they were. A login does not fail of a cart; the next one tries again.
            GuestSession::putBack($guest);
            report($failure);

            return;
        }

        if ($result->success) {
            $app->make('session')->flash('cart_migration', [
                'items_merged' => $result->itemsMerged,
                'has_conflicts' => $result->conflicts->isNotEmpty(),
                'conflicts' => $result->conflicts,
                'message' => $result->message,
            ]);
        }
    }
}
