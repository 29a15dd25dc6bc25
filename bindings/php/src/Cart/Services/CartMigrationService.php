<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Services;

use Cartwright\Config\CartConfig;
use Cartwright\Config\CartLimits;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Storage\CartMerge;
use Illuminate\Container\Container;
use Illuminate\Contracts\Auth\Authenticatable;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Facades\Cart;
use MasyukAI\Cart\Storage\StorageInterface;
use stdClass;

/**
 * Takes a visitor's cart along when he logs in.
 */
class CartMigrationService
{
    /**
     * @param array<string, mixed> $config `merge_strategy`, where the settings have none
     * @param StorageInterface|null $storage what swap() works on; the application's where none is given
     */
    public function __construct(private array $config = [], private $storage = null)
    {
    }

    /**
     * Whose cart it is: the user's, else the session's, else the current session's.
     */
    public function getIdentifier(?int $userId = null, ?string $sessionId = null): string
    {
        return match (true) {
            (bool) $userId => (string) $userId,
            (bool) $sessionId => $sessionId,
            default => Container::getInstance()->make('session')->getId(),
        };
    }

    /**
     * Whose cart the current one is.
     */
    public function getCurrentIdentifier(): string
    {
        $auth = Container::getInstance()->make('auth');

        return $auth->check() ? (string) $auth->id() : $this->getGuestIdentifier();
    }

    /**
     * Whose cart a visitor's is: his session's.
     */
    public function getGuestIdentifier(?string $sessionId = null): string
    {
        return $this->getIdentifier(null, $sessionId);
    }

    /**
     * Whose cart a user's is, as text.
     */
    public function getUserIdentifier(int $userId): string
    {
        return (string) $userId;
    }

    /**
     * Puts what a visitor has in his cart into the user's, in one step where the storage can: if it fails, both carts
     * are as they were.
     *
     * @return bool whether there was anything
     */
    public function migrateGuestCartToUser(string|int $userId, string $instance, string $sessionId): bool
    {
        $merged = CartMerge::merge(Cart::storage(), (string) $userId, $sessionId, $instance, $this->strategy());

        if (! $merged->merged) {
            return false;
        }

        if (CartConfig::get('cart.events', true)) {
            Container::getInstance()->make('events')->dispatch(new CartMerged(
                Cart::getCartInstance($instance, $merged->target),
                Cart::getCartInstance($instance, $merged->source),
                $merged->quantity,
                $merged->strategy,
                $merged->hadConflicts(),
            ));
        }

        return true;
    }

    /**
     * The same, with something to tell the customer.
     *
     * @return object{success: bool, itemsMerged: int, conflicts: \Illuminate\Support\Collection, message: string}
     */
    public function migrateGuestCartForUser(mixed $user, string $instance, string $sessionId): object
    {
        $id = $user instanceof Authenticatable ? $user->getAuthIdentifier() : null;
        $success = $this->migrateGuestCartToUser($id ?? $user->id, $instance, $sessionId);

        $result = new stdClass();
        $result->success = $success;
        $result->itemsMerged = $success ? 1 : 0;
        $result->conflicts = collect();
        $result->message = $success ? 'Cart migration completed successfully' : 'No items to migrate';

        return $result;
    }

    /**
     * Nothing has to be done: whose cart it is is found out at each call.
     */
    public function autoSwitchCartIdentifier(): void
    {
    }

    /**
     * Moves a cart to another identifier, in the place of the cart there.
     *
     * @return bool whether there was a cart to move
     */
    public function swap(string $oldIdentifier, string $newIdentifier, string $instance = 'default'): bool
    {
        return ($this->storage ?? Cart::storage())->swapIdentifier($oldIdentifier, $newIdentifier, $instance);
    }

    /**
     * Moves a visitor's cart in the place of the user's.
     */
    public function swapGuestCartToUser(
        int $userId,
        string $instance = 'default',
        ?string $guestSessionId = null,
    ): bool {
        return $this->swap(
            $this->getGuestIdentifier($guestSessionId),
            $this->getUserIdentifier($userId),
            $instance,
        );
    }

    /*
     * The following three are not called any more: the engine merges. They are what it does, for programs that ask for
     * it by reflection.
     */

    /**
     * What is in both keeps the user's data, with the quantity that the strategy says. No quantity exceeds the limit,
     * or the cart could not be read again; none falls below what the user already had.
     *
     * @param array<array-key, array<string, mixed>> $guestItems
     * @param array<array-key, array<string, mixed>> $userItems
     *
     * @return array<array-key, array<string, mixed>>
     */
    protected function mergeItemsArray(array $guestItems, array $userItems): array
    {
        $limit = CartLimits::current()->maxItemQuantity;
        $strategy = $this->strategy()->value;

        foreach ($guestItems as $id => $item) {
            if (! isset($userItems[$id])) {
                $userItems[$id] = $item;

                continue;
            }

            $had = (int) $userItems[$id]['quantity'];
            $wanted = $this->resolveQuantityConflict($had, (int) $item['quantity'], $strategy);
            $userItems[$id]['quantity'] = $wanted > $limit ? max($limit, $had) : $wanted;
        }

        return $userItems;
    }

    /**
     * The conditions of both; of those with the same name, the user's.
     *
     * @param array<array-key, array<string, mixed>> $guestConditions
     * @param array<array-key, array<string, mixed>> $userConditions
     *
     * @return array<array-key, array<string, mixed>>
     */
    protected function mergeConditionsData(array $guestConditions, array $userConditions): array
    {
        return $userConditions + $guestConditions;
    }

    /**
     * The quantity of an item that is in both carts.
     */
    protected function resolveQuantityConflict(int $userQuantity, int $guestQuantity, string $strategy): int
    {
        return match ($strategy) {
            'keep_highest_quantity' => max($userQuantity, $guestQuantity),
            'keep_user_cart' => $userQuantity,
            'replace_with_guest' => $guestQuantity,
            default => $userQuantity + $guestQuantity,
        };
    }

    /**
     * What happens to an item that is in both: the setting; what the service was made with, where there is none.
     */
    private function strategy(): MergeStrategy
    {
        $name = CartConfig::get('cart.migration.merge_strategy') ?? $this->config['merge_strategy'] ?? '';

        return MergeStrategy::named((string) $name);
    }
}
