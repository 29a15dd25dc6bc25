<?php

declare(strict_types=1);

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use MasyukAI\Cart\Cart;

/**
 * Something that happened to a cart.
 *
 * @property string $cart the cart's identifier
 * @property string $instance
 * @property string $event
 * @property string $about
 * @property string $device
 * @property string $time ISO 8601 to milliseconds, UTC
 */
class JournalEntry extends Model
{
    public $timestamps = false;

    protected $table = 'cart_journal';

    protected $guarded = [];

    public function scopeOf(Builder $query, Cart $cart): Builder
    {
        return $query->where('cart', $cart->getIdentifier())->where('instance', $cart->instance())->orderBy('id');
    }
}
