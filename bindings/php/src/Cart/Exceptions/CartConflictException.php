<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Exceptions;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\HasKind;
use Exception;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Cart;

/**
 * Another request changed the cart first.
 */
class CartConflictException extends CartException implements EngineRefusal
{
    use HasKind;

    public const KIND = 'conflict';

    /** HTTP's "Conflict", so that a handler can use the code as it is. */
    private const CODE = 409;

    public function __construct(
        string $message,
        private readonly int $attemptedVersion,
        private readonly int $currentVersion,
        private readonly ?Cart $conflictedCart = null,
        private readonly ?array $conflictedData = null,
        ?Exception $previous = null,
    ) {
        parent::__construct($message, self::CODE, $previous);
    }

    public function getConflictedCart(): ?Cart
    {
        return $this->conflictedCart;
    }

    public function getConflictedData(): ?array
    {
        return $this->conflictedData;
    }

    public function getAttemptedVersion(): int
    {
        return $this->attemptedVersion;
    }

    public function getCurrentVersion(): int
    {
        return $this->currentVersion;
    }

    public function getVersionDifference(): int
    {
        return $this->currentVersion - $this->attemptedVersion;
    }

    /**
     * Whether exactly one change came in between.
     */
    public function isMinorConflict(): bool
    {
        return $this->getVersionDifference() === 1;
    }

    /**
     * @return list<string>
     */
    public function getResolutionSuggestions(): array
    {
        $suggestions = $this->isMinorConflict()
            ? ['retry_with_refresh', 'merge_changes']
            : ['reload_cart', 'manual_resolution_required'];

        if ($this->conflictedCart !== null) {
            $suggestions[] = 'compare_with_current';
        }

        return $suggestions;
    }

    public function toArray(): array
    {
        return [
            'error' => 'cart_conflict',
            'message' => $this->getMessage(),
            'attempted_version' => $this->attemptedVersion,
            'current_version' => $this->currentVersion,
            'version_difference' => $this->getVersionDifference(),
            'is_minor_conflict' => $this->isMinorConflict(),
            'resolution_suggestions' => $this->getResolutionSuggestions(),
            'timestamp' => Carbon::now()->toISOString(),
        ];
    }
}
