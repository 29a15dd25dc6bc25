<?php

declare(strict_types=1);

namespace App\Providers;

use App\Listeners\KeepJournal;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\Facades\View;
use Illuminate\Support\ServiceProvider;
use MasyukAI\Cart\Facades\Cart;

class AppServiceProvider extends ServiceProvider
{
    public function boot(): void
    {
        Event::subscribe(KeepJournal::class);

        // The head of every page says how much is in the cart and on the wishlist.
        View::composer('layouts.shop', static fn ($view) => $view->with([
            'pieces' => Cart::getTotalQuantity(),
            'wishes' => Cart::getCartInstance('wishlist')->countItems(),
        ]));
    }
}
