<?php

declare(strict_types=1);

namespace Cartwright\Versions\Admin;

use Cartwright\Versions\Cache\Counts;
use Cartwright\Versions\DataVersions;
use Illuminate\Auth\Access\AuthorizationException;
use Illuminate\Contracts\Auth\Access\Gate;
use Illuminate\Contracts\Auth\Authenticatable;
use Throwable;

/**
 * Asks the application's gates. Who is denied is counted and noted in the audit trail.
 */
final readonly class Permissions
{
    /** What a denial is counted and noted as. */
    public const DENIED = 'permission.denied';

    /**
     * @internal
     */
    public function __construct(private Gate $gate, private DataVersions $versions, private Counts $counts)
    {
    }

    /**
     * Lets pass whom the application has granted it.
     *
     * @param string $doing what he is about to do, for the audit trail
     *
     * @throws AuthorizationException
     */
    public function authorize(Permission $permission, ?Authenticatable $user, string $doing = ''): void
    {
        try {
            $this->gate->forUser($user)->authorize($permission->value);
        } catch (AuthorizationException $denied) {
            $this->note($permission, $user, $doing);

            throw $denied;
        }
    }

    private function note(Permission $permission, ?Authenticatable $user, string $doing): void
    {
        $this->counts->count(self::DENIED, ok: false);

        try {
            $this->versions->native()->call('audit', [
                'kind' => self::DENIED,
                'who' => self::name($user),
                'subject' => $permission->value,
                'before' => '',
                'after' => '',
                'detail' => $doing,
            ]);
        } catch (Throwable $failure) {
            // Denied it is, whether it can be written down or not.
            report($failure);
        }
    }

    /**
     * How the audit trail calls somebody.
     */
    public static function name(?Authenticatable $user): string
    {
        return $user === null ? 'nobody' : 'user ' . $user->getAuthIdentifier();
    }
}
