<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Laravel\Settings;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Contracts\Queue\ShouldQueue;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Events\ItemAdded;

/**
 * What is worth knowing where one process handles many requests.
 *
 * @internal
 */
final class OctaneCheck implements Check
{
    public function __construct(private readonly ?bool $isInstalled = null)
    {
    }

    public function findings(Application $app): iterable
    {
        if (! ($this->isInstalled ?? class_exists('Laravel\Octane\Octane'))) {
            yield Finding::fine('Octane', 'not installed');

            return;
        }

        $settings = Settings::of($app);
        $isWell = true;

        if (
            $settings->switch('cart.octane.prefer_cache_storage', true)
            && $settings->text('cart.storage', 'session') === 'session'
        ) {
            $isWell = false;

            yield Finding::warning(
                'Octane',
                'carts are in sessions, and many requests at once are what Octane is for',
                'Keep carts in the database or the cache, or set CART_OCTANE_PREFER_CACHE=false',
            );
        }

        $slow = $settings->switch('cart.octane.queue_events', true) ? self::listenersThatWork($app) : [];

        if ($slow !== []) {
            $isWell = false;

            yield Finding::warning(
                'Octane',
                'these listeners of cart events work while the customer waits: ' . implode(', ', $slow),
                'Let them implement ShouldQueue, or set CART_OCTANE_QUEUE_EVENTS=false',
            );
        }

        if ($isWell) {
            yield Finding::fine('Octane', 'nothing of one request is there in the next');
        }
    }

    /**
     * @return list<string>
     */
    private static function listenersThatWork(Application $app): array
    {
        $listeners = $app->make('events')->getRawListeners();
        $slow = [];

        foreach ([ItemAdded::class, CartUpdated::class] as $event) {
            foreach ($listeners[$event] ?? [] as $listener) {
                $class = is_array($listener) ? $listener[0] : $listener;
                $class = is_string($class) ? explode('@', $class)[0] : null;

                if ($class !== null && ! self::isOurs($class) && ! is_a($class, ShouldQueue::class, true)) {
                    $slow[] = $class;
                }
            }
        }

        return array_values(array_unique($slow));
    }

    private static function isOurs(string $class): bool
    {
        return str_starts_with($class, 'MasyukAI\Cart\\') || str_starts_with($class, 'Cartwright\\');
    }
}
