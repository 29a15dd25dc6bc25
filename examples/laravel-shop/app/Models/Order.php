<?php

declare(strict_types=1);

namespace App\Models;

use Illuminate\Database\Eloquent\Model;

/**
 * A cart that was bought, as it was.
 *
 * @property int $id
 * @property string $customer the cart's identifier
 * @property string $name
 * @property float $total in cents
 * @property array<string, mixed> $content
 */
class Order extends Model
{
    protected $guarded = [];

    protected $casts = ['content' => 'array', 'total' => 'float'];
}
