<?php

declare(strict_types=1);

namespace App\Providers;

use App\Listeners\CompleteOrder;
use App\Listeners\KeepJournal;
use App\Models\User;
use App\Pages\Head;
use Cartwright\Checkout\Events\OrderSettled;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\Facades\Gate;
use Illuminate\Support\Facades\View;
use Illuminate\Support\ServiceProvider;

class AppServiceProvider extends ServiceProvider
{
    public function register(): void
    {
        $this->app->scoped(Head::class);
    }

    public function boot(): void
    {
        Event::subscribe(KeepJournal::class);
        Event::listen(OrderSettled::class, CompleteOrder::class);
        $this->grant((string) config('shop.granted'));

        // The head of every page says how much is in the cart and on the wishlist.
        View::composer('layouts.shop', static fn ($view) => $view->with('head', app(Head::class)));
    }

    /**
     * Whatever is not granted here is denied.
     */
    private function grant(string $granted): void
    {
        $gates = [];

        foreach (array_filter(explode(',', $granted)) as $grant) {
            [$email, $names] = explode(':', $grant, 2) + ['', ''];

            foreach (explode('+', $names) as $name) {
                $gates[$name][] = $email;
            }
        }

        foreach ($gates as $name => $emails) {
            Gate::define($name, static fn (User $user): bool => in_array($user->email, $emails, true));
        }
    }
}
