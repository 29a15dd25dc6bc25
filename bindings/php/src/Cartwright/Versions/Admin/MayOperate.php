<?php

declare(strict_types=1);

namespace Cartwright\Versions\Admin;

use Closure;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/**
 * Middleware: passes whom the application has granted a permission.
 */
final readonly class MayOperate
{
    public function __construct(private Permissions $permissions)
    {
    }

    /**
     * Asks the gate of this name.
     */
    public function handle(Request $request, Closure $next, string $permission): Response
    {
        $doing = "{$request->getMethod()} {$request->path()} from {$request->ip()}";
        $this->permissions->authorize(Permission::from($permission), $request->user(), $doing);

        return $next($request);
    }
}
