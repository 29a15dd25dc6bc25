<?php

declare(strict_types=1);

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;

/**
 * A cart that was ordered, as it was. What it holds and whether it is paid for is in the order of the checkout.
 *
 * @property int $id
 * @property string|null $checkout the id of that order
 * @property string $customer the cart's identifier
 * @property string $name
 * @property float $total in cents
 * @property array<string, mixed> $content
 * @property \Illuminate\Support\Carbon|null $paid_at
 */
class Order extends Model
{
    protected $guarded = [];

    protected $casts = ['content' => 'array', 'total' => 'float', 'paid_at' => 'datetime'];

    public function scopePaid(Builder $query): Builder
    {
        return $query->whereNotNull('paid_at');
    }
}
